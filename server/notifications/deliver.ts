import { type BackoffPolicy, backoffDelayMs } from "#server/lib/backoff.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { SendFault } from "#server/platform/outgoing-http.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { findChannel, type StoredChannel } from "./channels-repository.ts";
import {
  type Conclusion,
  concludeDelivery,
  noteSent,
  nudgeDue,
  type TakenDelivery,
  takeDelivery,
} from "./deliveries-repository.ts";
import { removeOld } from "./notifications-repository.ts";
import type { Sender } from "./sender.ts";

/** How often a message is tried, about an hour in all, until it is set aside for a person. */
export const maxTries = 8;
const usualBackoff: BackoffPolicy = { baseMs: 5_000, maxMs: 20 * 60_000, jitter: 0.2 };
const dueAtOnce = 100;
const keptDays = 30;
const tidyEveryMs = 3_600_000;

/**
 * Sends what is due, once for each channel as far as the other side lets it: whoever sends holds the delivery. One that
 * dies between sending and writing it down is the only case in which a message goes out twice, with the same key.
 */
export class Deliver {
  private readonly deps: {
    readonly db: Database;
    readonly log: Logger;
    readonly people: Pick<PeopleService, "rolesOf">;
    readonly plans: Pick<PlansService, "find">;
    readonly sender: Pick<Sender, "send" | "messageOf">;
    readonly random: () => number;
    readonly backoff?: BackoffPolicy;
  };
  private tidiedAt = 0;

  constructor(deps: Deliver["deps"]) {
    this.deps = deps;
  }

  /** Job `notification.deliver`. Idempotent; keyed by delivery. */
  async run(deliveryId: string): Promise<void> {
    const taken = await takeDelivery(this.deps.db, deliveryId);
    if (taken === null) return;
    await this.conclude(taken, await this.attempt(taken));
  }

  /** Nudges what is due for another try, or was forgotten, and removes what is old. */
  async sweep(): Promise<void> {
    const { db } = this.deps;
    await inTransaction(db, async (tx) => {
      const due = await nudgeDue(tx, dueAtOnce);
      await enqueue(
        tx,
        due.map((deliveryId) => ({ name: "notification.deliver", deliveryId })),
      );
    });
    if (Date.now() < this.tidiedAt + tidyEveryMs) return;
    this.tidiedAt = Date.now();
    await removeOld(db, keptDays);
  }

  private async attempt(taken: TakenDelivery): Promise<Conclusion> {
    const { db, sender } = this.deps;
    if (taken.try > maxTries)
      return { status: "failed", error: "Each attempt was cut off, the last ones by a restart." };
    const channel = await findChannel(db, taken.channelId);
    if (channel === null || !channel.enabled || !(await this.isWanted(channel, taken)))
      return { status: "dropped" };
    try {
      await sender.send(channel, await sender.messageOf(taken));
      return { status: "sent" };
    } catch (error) {
      return this.afterFault(taken, error);
    }
  }

  /** Whether there is still somebody to tell, and something to tell them. */
  private async isWanted(
    { personId }: StoredChannel,
    { notification }: TakenDelivery,
  ): Promise<boolean> {
    const { people, plans } = this.deps;
    if (personId !== null && !(await people.rolesOf([personId])).has(personId)) return false;
    const { kind, planId, resolvedAt } = notification;
    if (kind !== "approval_waiting" || planId === null) return true;
    if (resolvedAt !== null) return false;
    return (await plans.find(planId))?.status === "awaiting_approval";
  }

  private afterFault(taken: TakenDelivery, error: unknown): Conclusion {
    const { log, random, backoff = usualBackoff } = this.deps;
    const isKnown = error instanceof SendFault;
    const said = isKnown ? error.message : "It could not be sent, for a reason of Chiffon's own.";
    const fields = { deliveryId: taken.id, channelId: taken.channelId, attempt: taken.attempt };
    if (isKnown) log.info({ ...fields, fault: said }, "message not sent");
    else log.error({ ...fields, err: error }, "message not sent");
    if (taken.try >= maxTries || (isKnown && error.isFinal))
      return { status: "failed", error: said };
    const delayMs = backoffDelayMs(backoff, taken.try, random());
    return { status: "waiting", error: said, delayMs };
  }

  private async conclude(taken: TakenDelivery, end: Conclusion): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await concludeDelivery(tx, taken, end))) return;
      if (end.status === "sent") await noteSent(tx, taken.channelId);
      if (end.status === "failed") await appendEvent(tx, "inbox", { type: "channels.changed" });
    });
  }
}
