import { randomBytes, randomUUID } from "node:crypto";
import type {
  AuditFacts,
  AuditPage,
  AuditQuery,
  AuditSubject,
  AuditType,
} from "#server/contracts/audit.ts";
import type { Actor } from "#server/contracts/common.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { writeAtCommit, writeCollected } from "#server/platform/commit-writes.ts";
import { type Database, type Db, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { sha256 } from "#server/platform/sha256.ts";
import {
  type AuditFilters,
  countEntries,
  type SealedView,
  type Selection,
  selectEntries,
  selectSealed,
} from "./audit-query-repository.ts";
import { deletePayload, type EntryInsert, newEntries, selectHead } from "./audit-repository.ts";
import { csvHeader, csvLine } from "./domain/csv.ts";
import { maxPayloadLength, storableFacts, storableText } from "./domain/entry-text.ts";

export type { SealedView };

/** Something that happened, to be kept for good. */
export interface NewAuditEntry {
  readonly type: AuditType;
  readonly actor: Actor;
  readonly subject?: AuditSubject;
  /** Scalars without free text: they can never be erased. Longer than 500 characters is cut. */
  readonly facts?: AuditFacts;
  /** Free text, kept apart so that it can be erased; cut at 20,000 characters. */
  readonly text?: string | null;
}

const maxPageSize = 1_000;
const maxNameLength = 300;

/** The history: writes it inside other modules' transactions, and answers questions about it. */
export class AuditService {
  private readonly deps: { readonly db: Database; readonly clock: Clock };

  constructor(deps: { db: Database; clock: Clock }) {
    this.deps = deps;
  }

  /**
   * Writes entries in the order given when the caller's transaction commits; the sealer then links them into the chain.
   * Where they can't be written it does not commit, and throws audit_unavailable: no audit, no change.
   *
   * @returns the entries' ids
   */
  async record(tx: Tx, ...entries: readonly NewAuditEntry[]): Promise<string[]> {
    if (entries.length === 0) return [];
    const rows = entries.map(toInsert);
    await writeAtCommit(tx, newEntries, rows);
    return rows.map(({ id }) => id);
  }

  /** One page of the entries that match, newest first, and how many match in all. @throws invalid_input */
  async query({ cursor, limit, ...filters }: AuditQuery): Promise<AuditPage> {
    return this.page(this.select(filters), { cursor, limit });
  }

  /** What failed in the last `days`, newest first; of one service if it is named. */
  async failures(
    days: number,
    service?: string,
    paging: { cursor?: string; limit?: number } = {},
  ): Promise<AuditPage> {
    return this.page({ ...this.select({ days, service }), only: "failure" }, paging);
  }

  /** Everything recorded about a service, newest first. */
  async byService(
    name: string,
    paging: { cursor?: string; limit?: number } = {},
  ): Promise<AuditPage> {
    return this.page(this.select({ service: name }), paging);
  }

  /**
   * Sealed entries of these types behind a place in the chain, oldest first, at most `limit`, and the place to go on from:
   * whoever keeps that in the same transaction as what they make of the entries makes it once.
   */
  async sealedAfter(
    db: Db,
    afterSeq: number,
    types: readonly AuditType[],
    limit: number,
  ): Promise<{ entries: SealedView[]; upTo: number; headHash: string | null }> {
    // Before the entries: what is sealed meanwhile lies behind it, and is read next time.
    const head = await selectHead(db);
    const upTo = head?.seq ?? 0;
    const found = await selectSealed(db, afterSeq, types, limit);
    const entries = found.filter(({ seq }) => seq <= upTo);
    const last = entries.at(-1);
    const goesOn = found.length === limit && last !== undefined;
    return { entries, upTo: goesOn ? last.seq : upTo, headHash: head?.hash ?? null };
  }

  /** The end of the chain: what to keep elsewhere and give to `verify --expect` later. */
  async head(): Promise<{ seq: number; hash: string | null }> {
    return (await selectHead(this.deps.db)) ?? { seq: 0, hash: null };
  }

  /**
   * Erases the free text of an entry for good and records who did. The entry's facts and its place in the chain stay.
   *
   * @throws not_found when the entry has no free text, or has none any more
   */
  async erase(entryId: string, actor: Actor): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      // The database refuses to let text go before an entry says so.
      await this.record(tx, { type: "payload.erased", actor, facts: { entryId } });
      await writeCollected(tx);
      if (!(await deletePayload(tx, entryId))) throw new AppError("not_found");
    });
  }

  /** All entries that match as RFC 4180 lines, newest first, read page by page while the caller takes them. */
  async *csv(filters: AuditFilters): AsyncGenerator<string> {
    const selection = this.select(filters);
    yield csvHeader;
    for (let before: bigint | null = null; ; ) {
      const found = await selectEntries(this.deps.db, selection, { limit: maxPageSize, before });
      if (found.length > 0) yield found.map(({ view }) => csvLine(view)).join("");
      const last = found.at(-1);
      if (last === undefined || found.length < maxPageSize) return;
      before = last.ordinal;
    }
  }

  private select(filters: AuditFilters): Selection {
    return { filters, now: this.deps.clock.now() };
  }

  private async page(
    selection: Selection,
    { cursor, limit = 100 }: { cursor?: string | undefined; limit?: number },
  ): Promise<AuditPage> {
    const { db } = this.deps;
    const size = Math.min(limit, maxPageSize);
    const before = cursor === undefined ? null : readCursor(cursor);
    const [found, total] = await Promise.all([
      selectEntries(db, selection, { limit: size + 1, before }),
      countEntries(db, selection),
    ]);
    const entries = found.slice(0, size);
    const last = entries.at(-1);
    const nextCursor = found.length > size && last !== undefined ? String(last.ordinal) : null;
    return { entries: entries.map(({ view }) => view), nextCursor, total };
  }
}

function readCursor(cursor: string): bigint {
  if (!/^\d{1,18}$/.test(cursor)) {
    throw new AppError("invalid_input", { details: { field: "cursor" } });
  }
  return BigInt(cursor);
}

function toInsert({
  type,
  actor,
  subject = {},
  facts = {},
  text = null,
}: NewAuditEntry): EntryInsert {
  const payload = text === null ? null : storableText(text, maxPayloadLength);
  const salt = payload === null ? null : randomBytes(16).toString("hex");
  return {
    id: randomUUID(),
    type,
    actor_kind: actor.kind,
    actor_id: storableText(actor.id, maxNameLength),
    actor_name: storableText(actor.name, maxNameLength),
    request_id: subject.requestId ?? null,
    plan_id: subject.planId ?? null,
    task_id: subject.taskId ?? null,
    run_id: subject.runId ?? null,
    agent_id: subject.agentId ?? null,
    service: storableName(subject.service),
    host: storableName(subject.host),
    status: storableName(subject.status),
    facts: storableFacts(facts),
    payload_hash: payload === null ? null : sha256(`${salt}${payload}`),
    text: payload,
    salt,
  };
}

function storableName(name: string | null | undefined): string | null {
  return name === null || name === undefined ? null : storableText(name, maxNameLength);
}
