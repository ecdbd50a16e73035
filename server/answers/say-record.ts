import type { AuditService } from "#server/audit/audit-service.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import type { AuditEntryView } from "#server/contracts/audit.ts";
import type { EndedTask, ExecutionService } from "#server/execution/execution-service.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { plural } from "#server/lib/units.ts";

/** States of a task that did not go as it should. */
export const failedStates = ["failed", "needs_review"] as const;

const endings: Readonly<Record<string, string>> = {
  succeeded: "was done",
  failed: "failed",
  needs_review: "needs a look",
  cancelled: "was cancelled",
  skipped: "was skipped",
};

/** "“Deploy Grafana” failed on pi, 2026-11-27T…Z": browsers show such a moment in the reader's words. */
export function sayEnd(task: EndedTask): string {
  return `“${task.name}” ${endings[task.status] ?? task.status} on ${listed(task.hosts)}, ${whenOf(task)}`;
}

/** ", because `…`" of what failed, in its own words. */
export async function reasonOf(execution: ExecutionService, task: EndedTask): Promise<string> {
  if (!hasFailed(task)) return "";
  const said = (await execution.failureOf(task.taskId)) ?? task.message;
  return said === null ? "" : `, because: ${quoted(said)}`;
}

export function hasFailed({ status }: EndedTask): boolean {
  return failedStates.some((state) => state === status);
}

/** Who asked for a task and who approved it, by name; null where the record tells nobody. */
interface TaskPeople {
  readonly asked: string | null;
  readonly approved: string | null;
  /** "2 of 3 checks passed"; null where none was made. */
  readonly checks: string | null;
}

export async function peopleOf(audit: AuditService, { requestId }: EndedTask): Promise<TaskPeople> {
  const { entries } = await audit.query({
    requestId,
    type: ["message.received", "request.planned_again", "plan.approved", "request.phase_changed"],
    limit: 50,
  });
  const by = (type: string) => entries.find((entry) => entry.type === type)?.actor.name;
  return {
    asked: by("request.planned_again") ?? by("message.received") ?? null,
    approved: by("plan.approved") ?? null,
    checks: sayChecks(entries),
  };
}

/** What came of a request's checks, as its last step counts them. */
function sayChecks(entries: readonly Pick<AuditEntryView, "facts">[]): string | null {
  const facts = entries.find((entry) => "checksPassed" in entry.facts)?.facts;
  if (facts === undefined) return null;
  const passed = Number(facts["checksPassed"]);
  const left = Number(facts["checksNotMade"]);
  const made = `${passed} of ${plural(passed + Number(facts["checksFailed"]), "check")} passed`;
  return left === 0 ? made : `${made} and ${left} could not be made`;
}

/** "asked for by Omar, approved by Ada, 2 of 2 checks passed". */
export function sayPeople({ asked, approved, checks }: TaskPeople): string {
  const people = `asked for by ${asked ?? "somebody"}, approved by ${approved ?? "nobody I know of"}`;
  return checks === null ? people : `${people}, ${checks}`;
}

export function sayWaiting({ summary, submittedBy }: InboxItem): string {
  return `“${summary}” waits for approval, asked for by ${submittedBy}.`;
}

type KnownHost = Awaited<ReturnType<InventoryService["listHosts"]>>[number];

/** How a machine was at its last test. */
export function sayHost(host: KnownHost): string {
  if (host.state === null)
    return `${host.name} was never tested. Press “Test connection” under [Fleet](/fleet).`;
  if (!isGone(host)) return `${host.name} answered at its last test.`;
  const why = host.problem === null ? "" : `: ${quoted(host.problem)}`;
  return `${host.name} did not answer at its last test${why}.`;
}

export function isGone({ state }: KnownHost): boolean {
  return state === "unreachable" || state === "key_changed";
}

export function sayAgents(agents: readonly { readonly name: string; readonly status: string }[]) {
  const each = agents.map(({ name, status }) => `${name} is ${status}`);
  return each.length === 0 ? "There is no agent." : `${capital(each.join(", "))}.`;
}

export function whenOf({ finishedAt }: EndedTask): string {
  return finishedAt?.toISOString() ?? "at a time unknown";
}

export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "no machine";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

const longestQuote = 300;

/** What a machine said, as code: its words are no formatting and no link of ours. */
function quoted(said: string): string {
  const line = said.replaceAll("`", "'").replace(/\s+/g, " ").trim().slice(0, longestQuote);
  return `\`${line}\``;
}
