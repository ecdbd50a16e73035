"use client";

import { useQuery } from "@tanstack/react-query";
import { planningQuery, requestQuery } from "#components/lib/queries.ts";
import { LogoMark } from "#components/ui/logo.tsx";

/** What the planner is doing with a request; nothing once its card is there. */
export function PlanningProgress({ requestId }: { readonly requestId: string }) {
  const { data: request } = useQuery(requestQuery(requestId));
  const { data: step } = useQuery(planningQuery(requestId));
  if (request?.phase !== "intake" && request?.phase !== "planning") return null;
  return (
    <div className="flex items-center gap-3 text-sm text-ink-soft" aria-busy="true">
      <LogoMark className="size-5 animate-breathe text-accent" />
      <p>{step ?? "Reading your request…"}</p>
    </div>
  );
}
