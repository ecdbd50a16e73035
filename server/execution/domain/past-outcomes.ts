import type { HostResultStatus, RunEvent } from "#server/contracts/runner.ts";
import { repositoryPath } from "#server/lib/repository-path.ts";

/** What one ansibleTask of a file did on one host in one run. */
export interface PastOutcome {
  readonly runId: string;
  /** As it is written in the file. */
  readonly taskName: string;
  readonly host: string;
  readonly status: HostResultStatus;
}

/** What the ansibleTasks of a repository's file did in a run, by its events. */
export function outcomesIn(
  runId: string,
  events: readonly RunEvent[],
  file: string,
): PastOutcome[] {
  const names = new Map<string, string>();
  const outcomes: PastOutcome[] = [];
  for (const event of events) {
    if (event.type === "ansibleTask.started" && fileOf(event.path ?? "") === file)
      names.set(event.taskId, event.startAt ?? event.name.replace(/^\S+ : /, ""));
    if (event.type !== "host.result") continue;
    const taskName = names.get(event.taskId ?? "");
    if (taskName !== undefined)
      outcomes.push({ runId, taskName, host: event.host, status: event.status });
  }
  return outcomes;
}

/** The file of a place that Ansible named, as the repository knows it. */
function fileOf(place: string): string {
  return repositoryPath(place).replace(/:\d+$/, "");
}
