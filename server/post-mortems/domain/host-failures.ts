import type { HostCounts, RunEvent } from "#server/contracts/runner.ts";
import { repositoryPath } from "#server/lib/repository-path.ts";

type Result = Extract<RunEvent, { type: "host.result" }>;
type Started = Extract<RunEvent, { type: "ansibleTask.started" }>;

/** An ansibleTask as the report names it. */
export interface AnsibleStep {
  readonly ansibleTask: string;
  /** Null where Ansible did not say. */
  readonly module: string | null;
  /** File and line in the repository. */
  readonly place: string | null;
}

/** A failure that ended a host's run. */
export interface HostFailure extends AnsibleStep {
  readonly host: string;
  readonly status: "failed" | "unreachable";
  readonly at: string;
  readonly message: string;
}

/** Failures that nothing rescued or ignored, the first in time first. */
export function findHostFailures(events: readonly RunEvent[]): HostFailure[] {
  const counts = events.findLast((event) => event.type === "stats")?.hosts ?? null;
  const byHost = resultsByHost(events);
  return [...byHost]
    .flatMap(([host, results]) => fatalOf(results, counts === null ? null : counts[host]))
    .toSorted((a, b) => a.n - b.n)
    .map((result) => ({
      ...stepOf(events, result),
      host: result.host,
      status: result.status === "unreachable" ? "unreachable" : "failed",
      at: result.at,
      message: result.message,
    }));
}

function resultsByHost(events: readonly RunEvent[]): Map<string, Result[]> {
  const byHost = new Map<string, Result[]>();
  for (const result of events.filter(isResult)) {
    const own = byHost.get(result.host);
    if (own === undefined) byHost.set(result.host, [result]);
    else own.push(result);
  }
  return byHost;
}

/**
 * Ansible counts a failure as rescued the moment a rescue takes it up, so a host's first ones are those: what fails in
 * the rescue itself, or in an `always` after a fatal one, comes later. A run that was cut off left no counts: there a
 * failure is fatal only while its host has not gone on.
 *
 * @param counts the host's line of the recap; null where the run left no recap
 */
function fatalOf(results: readonly Result[], counts: HostCounts | null | undefined): Result[] {
  const failures = results.filter(isFailure);
  if (counts === null) return failures.filter((failure) => failure === results.at(-1));
  if (counts === undefined || counts.failed + counts.unreachable === 0) return [];
  return failures.slice(counts.rescued);
}

/** What a run was at when it was stopped, with the hosts that had not answered; null where it had begun nothing. */
export function findStepInProgress(
  events: readonly RunEvent[],
): (AnsibleStep & { readonly hosts: readonly string[]; readonly at: string }) | null {
  const step = events.findLast((event) => event.type === "ansibleTask.started");
  if (step === undefined) return null;
  const play = events.findLast((event) => event.type === "play.started" && event.n < step.n);
  const addressed = play?.type === "play.started" ? (play.hosts ?? []) : [];
  const failed = new Set(findHostFailures(events).map(({ host }) => host));
  const answered = new Set(
    events.filter(isResult).flatMap((result) => (result.taskId === step.taskId ? result.host : [])),
  );
  const hosts = addressed.filter((host) => !failed.has(host) && !answered.has(host));
  return { ...named(step), hosts, at: step.at };
}

/** The ansibleTask that a result belongs to. */
export function stepOf(events: readonly RunEvent[], result: Result): AnsibleStep {
  const started = events.find(
    (event) => event.type === "ansibleTask.started" && event.taskId === result.taskId,
  );
  return started?.type === "ansibleTask.started"
    ? { ...named(started), ansibleTask: result.ansibleTask }
    : { ansibleTask: result.ansibleTask, module: null, place: null };
}

function named({ name, action, path }: Started): AnsibleStep {
  const place = path === undefined ? null : repositoryPath(path);
  return { ansibleTask: name, module: action, place };
}

function isFailure({ status, ignoreErrors }: Result): boolean {
  return (status === "failed" || status === "unreachable") && !ignoreErrors;
}

/** True for what became of an ansibleTask on a host. */
export function isResult(event: RunEvent): event is Result {
  return event.type === "host.result";
}
