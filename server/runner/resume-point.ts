import type { HostCounts, RunEvent, RunOutcome } from "#server/contracts/runner.ts";

/**
 * Where another run could go on after this one: the first ansibleTask that was fatal to a host, and the hosts that have
 * not come to the end. Null where Ansible could not be told to start there: it has no name of its own, another one that
 * ran before has the same, or it is only known while the playbook runs.
 *
 * @param expected the hosts of the plan; those that were never reached have it all before them
 */
export function resumePoint(
  events: readonly RunEvent[],
  counts: Readonly<Record<string, HostCounts>>,
  expected: readonly string[],
): NonNullable<RunOutcome["resume"]> | null {
  const started = events.flatMap((event) => (event.type === "ansibleTask.started" ? [event] : []));
  const failedIn = fatalResults(events, counts);
  const fatal = new Set(failedIn.values());
  const at = started.findIndex(({ taskId }) => fatal.has(taskId));
  const first = started[at];
  if (first?.startAt === undefined) return null;
  const { startAt } = first;
  const isTaken = started
    .slice(0, at)
    .some((earlier) => placeOf(earlier) !== placeOf(first) && namesOf(earlier).includes(startAt));
  if (isTaken) return null;
  const isOverForAll = events.some((event) => event.type === "warning" && event.isEndForAll);
  const unfinished = expected.filter(
    (host) => failedIn.has(host) || isOverForAll || !(host in counts),
  );
  return { startAt, hosts: [...new Set([...unfinished, ...failedIn.keys()])].sort() };
}

type Started = Extract<RunEvent, { type: "ansibleTask.started" }>;

/** The ansibleTask that was fatal to each host that failed: of several the last, for the others were rescued. */
function fatalResults(
  events: readonly RunEvent[],
  counts: Readonly<Record<string, HostCounts>>,
): Map<string, string> {
  const failedIn = new Map<string, string>();
  for (const event of events) {
    if (event.type !== "host.result" || event.ignoreErrors) continue;
    const isFailure = event.status === "failed" || event.status === "unreachable";
    const count = counts[event.host];
    const hasFailed = count !== undefined && count.failed + count.unreachable > 0;
    if (isFailure && hasFailed) failedIn.set(event.host, event.taskId ?? "");
  }
  return failedIn;
}

/** Where an ansibleTask stands in the files: one that runs for each batch of hosts is the same. */
function placeOf({ path, taskId }: Started): string {
  return path ?? taskId;
}

/** What Ansible compares with: an ansibleTask's name, with its role before it or without. */
function namesOf({ name, startAt }: Started): string[] {
  const [role, ...rest] = name.split(" : ");
  return [name, startAt ?? "", rest.length > 0 ? rest.join(" : ") : (role ?? "")];
}
