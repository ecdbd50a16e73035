import type { Finding } from "./finding.ts";

/** What one ansibleTask did in one run of a playbook. */
export interface PastOutcome {
  readonly runId: string;
  /** As it is written in the file. */
  readonly taskName: string;
  readonly host: string;
  readonly status: "ok" | "changed" | "failed" | "skipped" | "unreachable";
}

/** Where an ansibleTask of that name stands now. */
export interface NamedTask {
  readonly name: string;
  readonly line: number;
  readonly endLine: number;
}

const enoughRuns = 5;

/**
 * ansibleTasks that changed something on a host in each of the last five runs that reached it: they are not idempotent,
 * whatever the file looks like. A name that several tasks share proves nothing about any of them.
 *
 * @param outcomes newest run first
 */
export function findRepeatedChanges(
  outcomes: readonly PastOutcome[],
  tasks: readonly NamedTask[],
): Finding[] {
  return tasks.flatMap(({ name, line, endLine }) => {
    if (tasks.filter((other) => other.name === name).length > 1) return [];
    const own = outcomes.filter(({ taskName }) => taskName === name);
    const hosts = [...new Set(own.map(({ host }) => host))].filter((host) =>
      hasAlwaysChanged(own.filter((each) => each.host === host)),
    );
    if (hosts.length === 0) return [];
    const where = hosts.length === 1 ? hosts[0] : `${hosts.length} hosts`;
    return [
      {
        rule: "chiffon[changed-every-run]",
        category: "idempotency",
        severity: "major",
        reason: `Changed on every run for ${enoughRuns} runs on ${where}.`,
        ...{ line, lineCount: endLine - line + 1, details: "" },
      } as const,
    ];
  });
}

/** Runs in which it was skipped or not reached count for nothing; a run that looped counts once. */
function hasAlwaysChanged(outcomes: readonly PastOutcome[]): boolean {
  const byRun = new Map<string, boolean>();
  for (const { runId, status } of outcomes) {
    if (status === "skipped" || status === "unreachable") continue;
    byRun.set(runId, (byRun.get(runId) ?? false) || status === "changed");
  }
  const latest = [...byRun.values()].slice(0, enoughRuns);
  return latest.length === enoughRuns && latest.every(Boolean);
}
