"use client";

import { useQuery } from "@tanstack/react-query";
import { requestQuery } from "#components/lib/request-queries.ts";
import { durationText } from "#components/lib/time-text.ts";
import { toneFill } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Skeleton } from "#components/ui/states.tsx";
import type { RequestView } from "#server/contracts/plan.ts";
import { outcomesOf } from "./outcome.tsx";
import { cardLooks } from "./status-look.ts";

/** The end of a request in a sentence, leading to its card. */
export function OutcomeLine({ requestId }: { readonly requestId: string }) {
  const { data } = useQuery(requestQuery(requestId));
  if (!data) return <Skeleton lines={1} />;
  const look = data.card ? cardLooks[data.card] : null;
  if (!look) return null;
  return (
    <a
      href={`#plan-${requestId}`}
      data-tone={look.tone}
      className={classNames(
        "flex min-h-11 items-center gap-2.5 rounded-xl border px-4 py-2 text-sm",
        toneFill[look.tone],
      )}
    >
      <look.icon aria-hidden className="size-4.5 shrink-0" />
      <span className="min-w-0 text-ink">
        <strong className="font-semibold">{look.label}.</strong> {sentence(data)}
      </span>
    </a>
  );
}

function sentence(view: RequestView): string {
  const outcomes = outcomesOf(view);
  if (outcomes.length === 0) return view.reason ?? "";
  const failed = outcomes.find((outcome) => outcome.verdict !== "succeeded");
  if (failed) return failed.message;
  const changed = outcomes
    .flatMap(({ hosts }) => hosts)
    .reduce((sum, host) => sum + host.changed, 0);
  const made = view.checks.filter((check) => check.isUnresolved !== true);
  const passed = made.filter((check) => check.ok).length;
  const left = view.checks.length - made.length;
  const took = durationText(outcomes.reduce((sum, outcome) => sum + outcome.durationMs, 0));
  const parts = [
    changed === 0 ? "Nothing had to change" : `${changed} changed`,
    made.length > 0 ? `${passed} of ${made.length} checks passed` : null,
    left > 0 ? `${left} could not be made` : null,
    `took ${took}`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}
