"use client";

import { useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { planRulesQuery } from "#components/lib/request-queries.ts";

/** Why a rule that is about this plan did not approve it; nothing where none is. */
export function WhyNoRule({ planId }: { readonly planId: string }) {
  const { data } = useQuery(planRulesQuery(planId));
  const reasons = [...new Set(data?.refusals.map(({ reason }) => reason))];
  if (reasons.length === 0) return null;
  return (
    <div className="flex items-start gap-1.5 text-[0.8125rem] text-ink-soft">
      <Scale aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <div className="min-w-0 break-words">
        <p className="font-medium text-ink">No rule approved this by itself</p>
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
