import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { durationText } from "#components/lib/time-text.ts";
import { RunReport } from "#components/run/run-report.tsx";
import type { RequestView } from "#server/contracts/plan.ts";
import type { Run } from "#server/contracts/run.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { kindWord, placeWords } from "./check-words.ts";
import { ResourcesUsed } from "./resources-used.tsx";

/** The newest attempt of each task that ended. */
function newestRuns(view: RequestView): Run[] {
  return view.tasks.flatMap((task) => {
    const newest = task.runs.toSorted((a, b) => b.attempt - a.attempt)[0];
    return newest?.outcome ? [newest] : [];
  });
}

/** Outcomes of the newest attempts. */
export function outcomesOf(view: RequestView): RunOutcome[] {
  return newestRuns(view).flatMap((run) => (run.outcome ? [run.outcome] : []));
}

/** How a finished request went: each host, the checks, what it used. */
export function Outcome({ view }: { readonly view: RequestView }) {
  const outcomes = outcomesOf(view);
  if (outcomes.length === 0 && view.checks.length === 0) return null;
  return (
    <section aria-label="Outcome" className="space-y-3">
      {newestRuns(view).map((run) => (
        <RunReport key={run.id} runId={run.id} />
      ))}
      <HostResults outcomes={outcomes} />
      <Checks checks={view.checks.length > 0 ? view.checks : firstHostChecks(view)} />
      <ResourcesUsed outcomes={outcomes} modelUse={view.modelUse} />
    </section>
  );
}

/** Of a request that a check on its first host stopped: no other checks were made. */
function firstHostChecks({ tasks }: RequestView): RequestView["checks"] {
  return tasks.flatMap(({ hold }) => hold?.checks ?? []);
}

interface HostTotals {
  readonly host: string;
  readonly ok: number;
  readonly changed: number;
  readonly failed: number;
  readonly unreachable: number;
  readonly skipped: number;
}

function totals(outcomes: readonly RunOutcome[]): HostTotals[] {
  const byHost = new Map<string, HostTotals>();
  for (const one of outcomes.flatMap((outcome) => outcome.hosts)) {
    const sum = byHost.get(one.host);
    byHost.set(one.host, {
      host: one.host,
      ok: (sum?.ok ?? 0) + one.ok,
      changed: (sum?.changed ?? 0) + one.changed,
      failed: (sum?.failed ?? 0) + one.failed,
      unreachable: (sum?.unreachable ?? 0) + one.unreachable,
      skipped: (sum?.skipped ?? 0) + one.skipped,
    });
  }
  return [...byHost.values()];
}

function HostResults({ outcomes }: { readonly outcomes: readonly RunOutcome[] }) {
  const hosts = totals(outcomes);
  if (hosts.length === 0) return null;
  return (
    <ul className="divide-y divide-line border-y border-line">
      {hosts.map((one) => {
        const isBad = one.failed + one.unreachable > 0;
        const Icon = isBad ? CircleX : CircleCheck;
        return (
          <li key={one.host} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-2 text-sm">
            <span className="inline-flex items-center gap-2 font-semibold">
              <Icon aria-hidden className={`size-4 ${isBad ? "text-bad" : "text-ok"}`} />
              {one.host}
            </span>
            <span className="tabular flex flex-wrap gap-x-3 text-[0.8125rem] text-ink-soft">
              <Count value={one.changed} word="changed" className="font-medium text-warn" />
              <Count value={one.failed} word="failed" className="font-medium text-bad" />
              <Count value={one.unreachable} word="unreachable" className="font-medium text-bad" />
              <Count value={one.ok} word="ok" />
              <Count value={one.skipped} word="skipped" />
              {one.changed === 0 && !isBad ? <span>nothing had to change</span> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Count({
  value,
  word,
  className,
}: {
  readonly value: number;
  readonly word: string;
  readonly className?: string;
}) {
  return value > 0 ? (
    <span className={className}>
      {value} {word}
    </span>
  ) : null;
}

/** Results of checks, one a line. */
export function Checks({ checks }: { readonly checks: RequestView["checks"] }) {
  if (checks.length === 0) return null;
  return (
    <ul className="space-y-1">
      {checks.map(({ kind, target, host, ok, isUnresolved, message, durationMs }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: results are stored once and keep their order
        <li key={index} className="flex items-start gap-2 text-[0.8125rem]">
          {isUnresolved ? (
            <CircleHelp aria-label="Check not made" className="mt-0.5 size-4 shrink-0 text-warn" />
          ) : ok ? (
            <CircleCheck aria-label="Check passed" className="mt-0.5 size-4 shrink-0 text-ok" />
          ) : (
            <CircleX aria-label="Check failed" className="mt-0.5 size-4 shrink-0 text-bad" />
          )}
          <span className="min-w-0">
            {kindWord(kind)} <span className="font-mono text-xs break-all">{target}</span>{" "}
            <span className="text-ink-soft">
              {isUnresolved
                ? `${host === undefined ? "" : `on ${host}: `}unresolved: ${message}; it counts neither way`
                : `${placeWords({ host })}: ${message} (${durationText(durationMs)})`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
