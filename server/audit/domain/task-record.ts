import type { AuditFacts } from "#server/contracts/audit.ts";
import { canonicalJson } from "#server/lib/canonical-json.ts";
import type { AuditRecord } from "./canonical-entry.ts";

/** An entry with its place in the chain. */
export interface SealedEntry {
  readonly seq: number;
  readonly hash: string;
  readonly entry: AuditRecord;
}

const finishing = new Set([
  "task.succeeded",
  "task.failed",
  "task.cancelled",
  "task.skipped",
  "task.needs_review",
  "task.reviewed",
]);

/** Entry types about a plan that belong to the record of each of its tasks. */
export const planDecisionTypes = ["plan.proposed", "plan.approved", "plan.rejected"] as const;

/** True for an entry after which its task stands in git. */
export function finishesTask(entry: Pick<AuditRecord, "type" | "taskId">): boolean {
  return entry.taskId !== null && finishing.has(entry.type);
}

/**
 * The file git keeps of a finished task: facts gathered from the audit alone, so that anyone can check it against
 * the batches. Equal entries give equal bytes.
 *
 * @param entries the task's own entries and its plan's decisions, in chain order
 */
export function taskRecord(taskId: string, entries: readonly SealedEntry[]): string {
  const own = entries.filter(({ entry }) => entry.taskId === taskId);
  const decisions = entries.filter(({ entry }) => isDecision(entry));
  const end = own.filter(({ entry }) => finishesTask(entry)).at(-1);
  const record = {
    version: 1,
    taskId,
    requestId: firstOf(entries, (entry) => entry.requestId),
    planId: firstOf(entries, (entry) => entry.planId),
    planDigest: firstOf([...decisions].reverse(), (entry) => digestOf(entry.facts)),
    service: firstOf(own, (entry) => entry.service),
    hosts: hostsOf(own),
    outcome: end === undefined ? null : { ...line(end), status: end.entry.status },
    decisions: decisions.map(line),
    runs: runsOf(own),
    entries: own.map(line),
  };
  return `${canonicalJson(record)}\n`;
}

function isDecision(entry: AuditRecord): boolean {
  return planDecisionTypes.some((type) => type === entry.type);
}

function line({ seq, hash, entry }: SealedEntry) {
  const { type, at, actor, status, facts } = entry;
  return { seq, hash, type, at, actor, status, facts };
}

function runsOf(own: readonly SealedEntry[]) {
  const runIds = new Set(own.flatMap(({ entry }) => (entry.runId === null ? [] : [entry.runId])));
  return [...runIds].map((runId) => ({
    runId,
    entries: own.filter(({ entry }) => entry.runId === runId).map(({ seq }) => seq),
  }));
}

function hostsOf(own: readonly SealedEntry[]): string[] {
  const named = own.flatMap(({ entry: { host, facts } }) => {
    const { hosts } = facts;
    return [host, hosts];
  });
  const texts = named.filter((name): name is string => typeof name === "string" && name !== "");
  return [...new Set(texts.flatMap((name) => name.split(/[,\s]+/)))].filter(Boolean).sort();
}

function digestOf(facts: AuditFacts): string | null {
  const { digest, planDigest } = facts;
  const found = digest ?? planDigest;
  return typeof found === "string" ? found : null;
}

function firstOf(
  entries: readonly SealedEntry[],
  pick: (entry: AuditRecord) => string | null,
): string | null {
  for (const { entry } of entries) {
    const value = pick(entry);
    if (value !== null) return value;
  }
  return null;
}
