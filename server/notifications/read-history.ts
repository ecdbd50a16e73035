import type { AuditService, SealedView } from "#server/audit/audit-service.ts";
import { coalesce } from "#server/lib/coalesce.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import { appendEvents } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, isDatabaseDown, type Tx } from "#server/platform/prisma.ts";
import { findScopes, findTakers } from "./channels-repository.ts";
import { insertDeliveries } from "./deliveries-repository.ts";
import { type DescribeEntry, type Draft, toldTypes } from "./describe-entry.ts";
import { hears, type Listener } from "./domain/audience.ts";
import { safeFacts } from "./domain/notification-facts.ts";
import {
  findPlace,
  insertNotification,
  insertReaders,
  lockPlace,
  movePlace,
  settle,
} from "./notifications-repository.ts";

/** A rule that approves does so within a moment: nobody is disturbed for that. */
const approvalDelayMs = 2_000;
/** A nudge that comes before its delivery is due would be for nothing. */
const nudgeSlackMs = 200;
const batchesAtOnce = 50;
const entriesAtOnce = 100;
const passedOver = 500;
/** Failures in a row after which an entry is left out: one that can't be told of keeps no other from being told. */
const maxFaults = 5;

/** What one pass knows before it begins. */
interface Pass {
  readonly listeners: readonly Listener[];
  readonly redact: (text: string) => string;
  readonly headHash: string | null;
}

/**
 * Makes notifications of what was sealed into the history, each once: how far it was read, and what was made of it, are
 * one transaction. Nothing that happens waits for it.
 */
export class ReadHistory {
  private readonly deps: {
    readonly db: Database;
    readonly log: Logger;
    readonly audit: Pick<AuditService, "sealedAfter">;
    readonly people: Pick<PeopleService, "list" | "whoMay">;
    readonly describing: DescribeEntry;
    /** Takes what is known or looks to be a secret out of a text. */
    readonly redactor: () => Promise<(text: string) => string>;
  };
  /** Reads on from where the history was read to; once more where it was told to meanwhile. */
  readonly run = coalesce(() => this.readOn());
  private faults = 0;

  constructor(deps: ReadHistory["deps"]) {
    this.deps = deps;
  }

  private async readOn(): Promise<void> {
    for (let batch = 0; batch < batchesAtOnce; batch++) {
      // After a failure one by one, so that it is known which entry it is about.
      const limit = this.faults === 0 ? entriesAtOnce : 1;
      try {
        const goesOn = await this.readBatch(limit, this.faults >= maxFaults);
        this.faults = 0;
        if (!goesOn) return;
      } catch (error) {
        if (!isDatabaseDown(error)) this.faults++;
        throw error;
      }
    }
  }

  /** @returns whether there may be more */
  private async readBatch(limit: number, leavesOut: boolean): Promise<boolean> {
    const { db, audit } = this.deps;
    const from = await findPlace(db);
    const ahead = await audit.sealedAfter(db, from, toldTypes, limit);
    // Most of the history is nothing to tell: it is passed over in large steps, and nobody's secrets are read for it.
    if (ahead.entries.length === 0 && ahead.upTo - from < passedOver) return false;
    // Asked before the transaction: it holds a connection, and these would take another.
    const listeners = await this.listeners();
    const redact = await this.deps.redactor();
    return inTransaction(db, async (tx) => {
      const place = await lockPlace(tx);
      const { entries, upTo, headHash } = await audit.sealedAfter(tx, place, toldTypes, limit);
      if (upTo <= place) return false;
      const known = { listeners, redact, headHash };
      if (leavesOut) this.deps.log.error({ upTo }, "an entry can't be told of and is left out");
      else for (const entry of entries) await this.tell(tx, entry, known);
      await movePlace(tx, upTo);
      return entries.length > 0;
    });
  }

  private async listeners(): Promise<Listener[]> {
    const { db, people } = this.deps;
    const active = (await people.list()).filter(({ disabledAt }) => disabledAt === null);
    const ids = active.map(({ id }) => id);
    const [deciders, scopes] = await Promise.all([
      people.whoMay(ids, "plan.decide", db),
      findScopes(db, ids),
    ]);
    return active.map(({ id: personId, role }) => ({
      ...{ personId, role, mayDecide: deciders.has(personId) },
      chosen: scopes.get(personId) ?? {},
    }));
  }

  private async tell(tx: Tx, entry: SealedView, pass: Pass): Promise<void> {
    const { draft, settled } = await this.deps.describing.describe(tx, entry);
    const touched: string[] = [];
    for (const each of settled) touched.push(...(await settle(tx, each)));
    if (draft !== null) touched.push(...(await this.make(tx, entry, draft, pass)));
    await appendEvents(
      tx,
      ...[...new Set(touched)].map((personId) => ({
        topic: `person:${personId}` as const,
        body: { type: "notifications.changed" as const },
      })),
    );
  }

  /** @returns whose bells it stands in */
  private async make(
    tx: Tx,
    { seq, agentId, view }: SealedView,
    { kind, ownerId, facts, path }: Draft,
    { listeners, redact, headHash }: Pass,
  ): Promise<string[]> {
    const hash = kind === "run_finished" ? headHash : null;
    const { requestId, planId, taskId } = view;
    const notificationId = await insertNotification(tx, {
      ...{ kind, auditSeq: seq, at: new Date(view.at), path },
      ...{ requestId, planId, taskId, agentId },
      facts: safeFacts({ ...facts, headHash: hash }, redact),
    });
    if (notificationId === null) return [];
    const personIds = listeners
      .filter((listener) => hears(listener, kind, ownerId))
      .map(({ personId }) => personId);
    await insertReaders(tx, notificationId, personIds);
    const takers = await findTakers(tx, kind, personIds);
    const delayMs = kind === "approval_waiting" ? approvalDelayMs : 0;
    const deliveryIds = await insertDeliveries(
      tx,
      notificationId,
      takers,
      new Date(Date.now() + delayMs),
    );
    await enqueue(
      tx,
      deliveryIds.map((deliveryId) => ({ name: "notification.deliver", deliveryId })),
      { delayMs: delayMs + nudgeSlackMs },
    );
    return personIds;
  }
}
