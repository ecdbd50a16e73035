import type { AuditFacts } from "#server/contracts/audit.ts";
import type { Actor } from "#server/contracts/common.ts";
import { canonicalJson } from "#server/lib/canonical-json.ts";

/** An audit entry as it is hashed. `ordinal` is the order of writing; `at` an ISO-8601 instant in UTC. */
export interface AuditRecord {
  readonly id: string;
  readonly ordinal: number;
  readonly type: string;
  readonly at: string;
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly planId: string | null;
  readonly taskId: string | null;
  readonly runId: string | null;
  readonly agentId: string | null;
  readonly service: string | null;
  readonly host: string | null;
  readonly status: string | null;
  readonly facts: AuditFacts;
  /** SHA-256 of the free text with its salt; the text itself is never part of the chain, so it can be erased. */
  readonly payloadHash: string | null;
}

const text = (value: string | null): string => (value === null ? "null" : JSON.stringify(value));

/**
 * The one form of an entry that is hashed, kept in git and compared by `verify`: its canonical JSON.
 * Written out by hand because it runs a million times in a verification; a test holds it to `canonicalJson`.
 */
export function canonicalEntry(entry: AuditRecord): string {
  const { actor } = entry;
  return (
    `{"actor":{"id":${text(actor.id)},"kind":${text(actor.kind)},"name":${text(actor.name)}}` +
    `,"agentId":${text(entry.agentId)},"at":"${entry.at}","facts":${canonicalJson(entry.facts)}` +
    `,"host":${text(entry.host)},"id":"${entry.id}","ordinal":${entry.ordinal}` +
    `,"payloadHash":${text(entry.payloadHash)},"planId":${text(entry.planId)}` +
    `,"requestId":${text(entry.requestId)},"runId":${text(entry.runId)}` +
    `,"service":${text(entry.service)},"status":${text(entry.status)}` +
    `,"taskId":${text(entry.taskId)},"type":${text(entry.type)}}`
  );
}
