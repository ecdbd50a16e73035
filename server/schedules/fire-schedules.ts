import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { ChatService } from "#server/chat/chat-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import { systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import type { ScheduleFiring } from "#server/contracts/schedule.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import { missedWords, planFiring } from "./domain/plan-firing.ts";
import { nextTime, timesUpTo } from "./next-times.ts";
import {
  claimDue,
  findDue,
  findLastRequest,
  insertFiring,
  lockSchedule,
  type NewFiring,
  removeDeleted,
  removeFirings,
  type StoredSchedule,
  updateSchedule,
} from "./schedules-repository.ts";

const atOnce = 20;
/** Due times that are told apart; more were missed than anybody wants to count. */
const maxMissed = 1_000;
const keepFiringsMs = 400 * 86_400_000;
const keepDeletedMs = 86_400_000;

/** Plans an ended request again, with something in the same transaction. */
export interface Repeats {
  startWith(
    principal: Principal,
    requestId: string,
    made: {
      readonly requestId: string;
      readonly begin: (tx: Tx) => Promise<void>;
      readonly askedByTokensOf: readonly string[];
    },
  ): Promise<RequestView>;
}

/** A due time that is dealt with. */
interface Due {
  readonly at: Date;
  readonly missed: readonly Date[];
  /** When the schedule is due next; null leaves that as it is. */
  readonly claim: { readonly next: Date | null } | null;
  /** Who had it fire: the history names them. */
  readonly by: Actor;
}

/** Somebody else dealt with that due time first. */
class TakenAlready extends Error {}

/**
 * Makes requests of schedules whose time has come: each due time once, however many look. What is asked is planned and
 * waits for a decision like anything that a person asks for.
 */
export class FireSchedules {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly people: Pick<PeopleService, "standing">;
    readonly chat: Pick<ChatService, "askFor" | "tell">;
    readonly planAgain: Repeats;
    readonly requestViews: Pick<RequestViewService, "view">;
  };

  constructor(deps: FireSchedules["deps"]) {
    this.deps = deps;
  }

  /** Part of the sweep: deals with every time that has come. One schedule that fails holds up no other. */
  async sweep(): Promise<void> {
    const now = this.deps.clock.now();
    for (const schedule of await findDue(this.deps.db, now, atOnce)) {
      try {
        await this.deal(schedule, now);
      } catch (err) {
        this.deps.log.error({ err, scheduleId: schedule.id }, "a schedule could not fire");
      }
    }
    await removeDeleted(this.deps.db, new Date(now.getTime() - keepDeletedMs));
  }

  /**
   * Has a schedule ask now, whenever it is due.
   *
   * @throws invalid_state where its last request still goes on, or its person may not ask any more
   */
  async fireNow(schedule: StoredSchedule, presser: Principal): Promise<ScheduleFiring> {
    const due = {
      ...{ at: this.deps.clock.now(), missed: [], claim: null },
      by: actorOf(presser),
    };
    const hindrance = await this.hindrance(schedule);
    if (hindrance !== null) throw new AppError("invalid_state", { message: hindrance.reason });
    const tokensOf = presser.token === undefined ? [] : [presser.personId];
    const askedByTokensOf = [...new Set([...schedule.askedByTokensOf, ...tokensOf])];
    return this.ask({ ...schedule, askedByTokensOf }, due);
  }

  private async deal(schedule: StoredSchedule, now: Date): Promise<void> {
    if (schedule.nextAt === null) return;
    const times = timesUpTo(schedule, schedule.nextAt, now, maxMissed);
    const { due: at, missed } = planFiring(times, now, schedule.graceMinutes * 60_000);
    const claim = { next: nextTime(schedule, now) };
    const due = { missed, claim, by: systemActor };
    if (at === null) return this.record(schedule, due, null);
    const hindrance = await this.hindrance(schedule);
    if (hindrance !== null) return this.record(schedule, due, { ...hindrance, at });
    try {
      await this.ask(schedule, { ...due, at });
    } catch (error) {
      if (error instanceof TakenAlready) return;
      if (!isAppError(error)) throw error;
      await this.record(schedule, due, { outcome: "skipped", reason: error.message, at });
    }
  }

  /** Why nothing is asked; null where it is. */
  private async hindrance(
    schedule: StoredSchedule,
  ): Promise<{ readonly outcome: "skipped" | "refused"; readonly reason: string } | null> {
    const principal = await this.principalOf(schedule);
    if (typeof principal === "string") return { outcome: "refused", reason: principal };
    const lastId = await findLastRequest(this.deps.db, schedule.id);
    const last = lastId === null ? null : await this.findView(lastId);
    return last === null || !goesOn(last)
      ? null
      : { outcome: "skipped", reason: `What it asked for last ${stillWords(last)}.` };
  }

  private async findView(requestId: string): Promise<RequestView | null> {
    try {
      return await this.deps.requestViews.view(requestId);
    } catch (error) {
      if (isAppError(error, "not_found")) return null;
      throw error;
    }
  }

  /** @returns why there is nobody to ask for, where there is not */
  principalOf({ id, personId, kind, text }: StoredSchedule): Promise<Principal | string> {
    const action = kind === "drift" ? "plan.decide" : "request.submit";
    const name = `Schedule "${text.slice(0, 40)}"`;
    return this.deps.people.standing(personId, action, { ruleId: `schedule:${id}`, name });
  }

  /** @throws invalid_state, TakenAlready */
  private async ask(schedule: StoredSchedule, due: Due): Promise<ScheduleFiring> {
    const principal = await this.principalOf(schedule);
    if (typeof principal === "string") throw new AppError("invalid_state", { message: principal });
    const { id: scheduleId, repeatsRequestId, askedByTokensOf, text } = schedule;
    let firing: ScheduleFiring | null = null;
    const conclude = async (tx: Tx, requestId: string, conversationId: string | null) => {
      await this.take(tx, schedule, due);
      firing = await insertFiring(tx, { scheduleId, dueAt: due.at, outcome: "fired", requestId });
      await this.tellMissed(tx, { ...schedule, conversationId }, due.missed, true);
      await this.deps.audit.record(tx, {
        type: "schedule.fired",
        actor: due.by,
        subject: { requestId },
        facts: { scheduleId, dueAt: due.at.toISOString(), missed: due.missed.length },
      });
    };
    if (repeatsRequestId === null)
      await inTransaction(this.deps.db, async (tx) => {
        const asked = { ...schedule, title: text };
        const { conversationId, requestId } = await this.deps.chat.askFor(tx, principal, asked);
        await conclude(tx, requestId, conversationId);
        await updateSchedule(tx, scheduleId, { conversationId });
      });
    else {
      const requestId = randomUUID();
      const begin = (tx: Tx) => conclude(tx, requestId, schedule.conversationId);
      const made = { requestId, begin, askedByTokensOf };
      await this.deps.planAgain.startWith(principal, repeatsRequestId, made);
    }
    if (firing === null) throw new AppError("not_found");
    return firing;
  }

  /** Writes down that nothing was asked, and says so where its requests appear. */
  private async record(
    schedule: StoredSchedule,
    due: Omit<Due, "at">,
    held: (Pick<NewFiring, "outcome"> & { readonly reason: string; readonly at: Date }) | null,
  ): Promise<void> {
    const { id: scheduleId, conversationId, text } = schedule;
    try {
      await inTransaction(this.deps.db, async (tx) => {
        if (held !== null) {
          const words = `"${text.slice(0, 80)}" was not asked for: ${held.reason}`;
          await this.deps.chat.tell(tx, conversationId, words);
        }
        await this.tellMissed(tx, schedule, due.missed, false);
        await this.take(tx, schedule, due);
        if (held === null) return;
        const { outcome, reason, at: dueAt } = held;
        await insertFiring(tx, { scheduleId, dueAt, outcome, reason });
        if (outcome === "refused")
          await updateSchedule(tx, scheduleId, { enabled: false, nextAt: null, problem: reason });
        await this.deps.audit.record(tx, {
          type: "schedule.held_back",
          actor: systemActor,
          facts: { scheduleId, dueAt: dueAt.toISOString(), outcome },
          text: reason,
        });
      });
    } catch (error) {
      if (!(error instanceof TakenAlready)) throw error;
    }
  }

  /** Takes the due time for this transaction, with those that were missed before it. */
  private async take(tx: Tx, schedule: StoredSchedule, due: Omit<Due, "at">): Promise<void> {
    const { id: scheduleId } = schedule;
    const { claim, missed } = due;
    if (claim === null) await lockSchedule(tx, scheduleId);
    else if (!(await claimDue(tx, schedule, claim.next))) throw new TakenAlready();
    const [oldest] = missed;
    if (oldest !== undefined) {
      const reason = "Chiffon was off.";
      const firing = { scheduleId, dueAt: oldest, count: missed.length, reason };
      await insertFiring(tx, { ...firing, outcome: "missed" });
      await this.deps.audit.record(tx, {
        type: "schedule.held_back",
        actor: systemActor,
        facts: { scheduleId, dueAt: oldest.toISOString(), outcome: "missed", count: missed.length },
      });
    }
    await removeFirings(tx, scheduleId, new Date(this.deps.clock.now().getTime() - keepFiringsMs));
    await appendEvent(tx, "inbox", { type: "schedule.changed", scheduleId });
  }

  private async tellMissed(
    tx: Tx,
    { conversationId, text }: Pick<StoredSchedule, "conversationId" | "text">,
    missed: readonly Date[],
    isMadeUpFor: boolean,
  ): Promise<void> {
    if (missed.length === 0) return;
    const words = missedWords(text, missed.length, isMadeUpFor);
    await this.deps.chat.tell(tx, conversationId, words);
  }
}

/** A question that nobody answered goes on as well: another request would only ask it again. */
function goesOn({ end, phase }: RequestView): boolean {
  return end === null || phase === "blocked";
}

function stillWords({ phase }: RequestView): string {
  switch (phase) {
    case "approval":
      return "still waits for a decision";
    case "blocked":
      return "still waits for an answer";
    case "intake":
    case "planning":
      return "is still being planned";
    default:
      return "still runs";
  }
}
