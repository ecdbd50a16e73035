"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Diff } from "lucide-react";
import { planQuery } from "#components/lib/request-queries.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import { planChanges } from "./plan-changes.ts";

/** What this version changed against the one before it, or the reason it was planned anew. */
export function VersionChanges({
  plan,
  versions,
}: {
  readonly plan: Plan;
  readonly versions: RequestView["versions"];
}) {
  const previous = versions
    .filter((version) => version.version < plan.version)
    .toSorted((a, b) => b.version - a.version)[0];
  const { data: before } = useQuery({
    ...planQuery(previous?.planId ?? ""),
    enabled: previous !== undefined,
  });
  const changes = before ? planChanges(before.body, plan.body) : [];
  if (changes.length === 0 && !plan.body.changeNote) return null;
  return (
    <section
      aria-label={`Changes in version ${plan.version}`}
      className="rounded-lg border border-accent-line bg-accent-soft px-3 py-2.5 text-[0.8125rem]"
    >
      <p className="flex items-center gap-1.5 font-semibold text-accent">
        <Diff aria-hidden className="size-4" />
        Version {plan.version}
        {plan.body.changeNote ? `: ${plan.body.changeNote}` : ""}
      </p>
      {changes.length > 0 ? (
        <ul className="mt-1.5 space-y-1">
          {changes.map(({ what, before: was, after }) => (
            <li key={`${what}${was}${after}`} className="flex flex-wrap items-center gap-x-2">
              <span className="font-mono text-xs">{what}</span>
              {was === null ? (
                <span className="text-ok">added</span>
              ) : (
                <del className="text-bad">{was}</del>
              )}
              <ArrowRight aria-hidden className="size-3 text-ink-faint" />
              {after === null ? (
                <span className="text-bad">removed</span>
              ) : (
                <ins className="font-medium text-ok no-underline">{after}</ins>
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
