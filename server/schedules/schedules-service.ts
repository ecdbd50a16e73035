import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { AuditFacts, AuditType } from "#server/contracts/audit.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import {
  type ChangeScheduleBody,
  type CreateScheduleBody,
  defaultGraceMinutes,
  type FiringPage,
  maxSchedules,
  type PageQuery,
  type Schedule,
  type ScheduleFiring,
  type SchedulePage,
  type TimesRead,
} from "#server/contracts/schedule.ts";
import { findTimePhrase, readRecurrence } from "#server/language/time-words.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { type Database, type Db, inTransaction, type Tx } from "#server/platform/prisma.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import type { FireSchedules } from "./fire-schedules.ts";
import { assertTimes, nextTime, nextTimes, ownTimeZone } from "./next-times.ts";
import {
  countSchedules,
  findFirings,
  findNewestFirings,
  findSchedule,
  findSchedules,
  hasFiring,
  insertSchedule,
  lockSchedule,
  lockSchedules,
  type SchedulePatch,
  type StoredSchedule,
  updateSchedule,
} from "./schedules-repository.ts";

/** What people do with schedules: make, change, pause, delete, have one ask now. */
export class SchedulesService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly people: Pick<PeopleService, "assertMay">;
    readonly requestViews: Pick<RequestViewService, "view">;
    readonly firing: Pick<FireSchedules, "fireNow">;
  };

  constructor(deps: SchedulesService["deps"]) {
    this.deps = deps;
  }

  /** What words for times mean. @throws invalid_input naming what can be said */
  readTimes(when: string, timeZone: string = ownTimeZone()): TimesRead {
    const now = this.deps.clock.now();
    const times = { ...readRecurrence(when), timeZone };
    assertTimes(times, now);
    return { ...times, next: nextTimes(times, now, 3).map((at) => at.toISOString()) };
  }

  /**
   * Makes a schedule; its firings act as the person who makes it.
   *
   * @throws invalid_input, not_found, not_allowed, token_scope_missing
   * @throws invalid_state where the request to repeat goes on or has no plan
   */
  async create(principal: Principal, body: CreateScheduleBody): Promise<Schedule> {
    const { kind, when, repeatsRequestId = null, graceMinutes = defaultGraceMinutes } = body;
    // A drift check previews its plan unasked, which is a decision.
    if (kind === "drift") this.deps.people.assertMay(principal, "plan.decide");
    const { cron, words, timeZone } = this.readTimes(when, body.timeZone);
    const asked = await this.askedOf(body);
    const id = randomUUID();
    await inTransaction(this.deps.db, async (tx) => {
      await lockSchedules(tx);
      if ((await countSchedules(tx)) >= maxSchedules)
        throw new AppError("invalid_input", {
          message: `There are ${maxSchedules} schedules already. Delete some first.`,
        });
      await insertSchedule(tx, {
        ...{ id, kind, ...asked, repeatsRequestId, cron, words, timeZone, graceMinutes },
        ...{ personId: principal.personId, personName: principal.name },
        askedByTokensOf: tokensOf(principal),
        enabled: true,
        nextAt: nextTime({ cron, timeZone }, this.deps.clock.now()),
      });
      await this.record(
        tx,
        principal,
        "schedule.created",
        id,
        { kind, cron, timeZone },
        asked.text,
      );
    });
    return this.read(id);
  }

  private async askedOf(body: CreateScheduleBody) {
    const { text, repeatsRequestId, conversationId = null } = body;
    if (repeatsRequestId === undefined) {
      assertAsked(text ?? "");
      return { text: text ?? "", conversationId };
    }
    const view = await this.deps.requestViews.view(repeatsRequestId);
    if (view.end === null || view.plan === null)
      throw new AppError("invalid_state", {
        message: "Only a request whose plan is over can be repeated.",
      });
    return { text: view.text, conversationId: view.conversationId };
  }

  /** @throws not_found */
  async read(scheduleId: string): Promise<Schedule> {
    const stored = await findSchedule(this.deps.db, scheduleId);
    if (stored === null || stored.deletedAt !== null) throw new AppError("not_found");
    const newest = await findNewestFirings(this.deps.db, [scheduleId]);
    return toSchedule(stored, newest.get(scheduleId) ?? null);
  }

  /** What a schedule asks for and for whom; null where it is gone. */
  async askedBehind(db: Db, scheduleId: string) {
    const stored = await findSchedule(db, scheduleId);
    if (stored === null) return null;
    const { personId, personName, text } = stored;
    return { personId, personName, text };
  }

  /** Whether a schedule asked for that. */
  madeRequest(db: Db, requestId: string): Promise<boolean> {
    return hasFiring(db, requestId);
  }

  /** Schedules, newest first. */
  async list(page: PageQuery): Promise<SchedulePage> {
    const found = await findSchedules(this.deps.db, page);
    const shown = found.slice(0, page.limit);
    const newest = await findNewestFirings(
      this.deps.db,
      shown.map(({ id }) => id),
    );
    return {
      schedules: shown.map((stored) => toSchedule(stored, newest.get(stored.id) ?? null)),
      nextCursor: found.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  /** What came of a schedule's due times, newest first. @throws not_found */
  async firings(scheduleId: string, page: PageQuery): Promise<FiringPage> {
    await this.read(scheduleId);
    const found = await findFirings(this.deps.db, scheduleId, page);
    const firings = found.slice(0, page.limit);
    return {
      firings,
      nextCursor: found.length > page.limit ? (firings.at(-1)?.id ?? null) : null,
    };
  }

  /**
   * Changes a schedule, pauses it, lets it go on, or takes its deletion back. What came due while it was paused is not
   * made up for.
   *
   * @throws not_found, not_allowed, invalid_input, invalid_state
   */
  async change(
    principal: Principal,
    scheduleId: string,
    body: ChangeScheduleBody,
  ): Promise<Schedule> {
    await inTransaction(this.deps.db, async (tx) => {
      const schedule = await this.lockOwn(tx, principal, scheduleId);
      if (schedule.deletedAt !== null && body.isDeleted !== false) throw new AppError("not_found");
      const patch = this.patchOf(schedule, body);
      const tokens = [...new Set([...schedule.askedByTokensOf, ...tokensOf(principal)])];
      await updateSchedule(tx, scheduleId, { ...patch, askedByTokensOf: tokens });
      const { cron, timeZone, enabled } = { ...schedule, ...patch };
      const facts = { cron, timeZone, enabled, isRestored: body.isDeleted === false };
      await this.record(tx, principal, "schedule.changed", scheduleId, facts, body.text ?? null);
    });
    return this.read(scheduleId);
  }

  private patchOf(schedule: StoredSchedule, body: ChangeScheduleBody): SchedulePatch {
    if (body.text !== undefined && schedule.repeatsRequestId !== null)
      throw new AppError("invalid_state", {
        message: "That schedule repeats a request: its words are not read. Make a new schedule.",
      });
    if (body.text !== undefined) assertAsked(body.text);
    const { text = schedule.text, graceMinutes = schedule.graceMinutes } = body;
    const times = this.timesOf(schedule, body);
    const enabled = body.enabled ?? schedule.enabled;
    const nextAt = enabled ? nextTime(times, this.deps.clock.now()) : null;
    const problem = enabled ? null : schedule.problem;
    return { ...times, text, graceMinutes, enabled, nextAt, problem, deletedAt: null };
  }

  private timesOf(schedule: StoredSchedule, { when, timeZone }: ChangeScheduleBody) {
    const { cron, words } = schedule;
    const place = timeZone ?? schedule.timeZone;
    if (when !== undefined) {
      const read = this.readTimes(when, place);
      return { cron: read.cron, words: read.words, timeZone: place };
    }
    const times = { cron, words, timeZone: place };
    assertTimes(times, this.deps.clock.now());
    return times;
  }

  /** Deletes a schedule; for a day that can be taken back. @throws not_found, not_allowed */
  async remove(principal: Principal, scheduleId: string): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      const schedule = await this.lockOwn(tx, principal, scheduleId);
      if (schedule.deletedAt !== null) throw new AppError("not_found");
      await updateSchedule(tx, scheduleId, { deletedAt: this.deps.clock.now(), nextAt: null });
      const { cron, timeZone } = schedule;
      await this.record(tx, principal, "schedule.deleted", scheduleId, { cron, timeZone });
    });
  }

  /** Has a schedule ask now. @throws not_found, not_allowed, invalid_state while its last request goes on */
  async fire(principal: Principal, scheduleId: string): Promise<ScheduleFiring> {
    const schedule = await findSchedule(this.deps.db, scheduleId);
    if (schedule === null || schedule.deletedAt !== null) throw new AppError("not_found");
    assertOwn(principal, schedule);
    return this.deps.firing.fireNow(schedule, principal);
  }

  private async lockOwn(tx: Tx, principal: Principal, scheduleId: string): Promise<StoredSchedule> {
    const schedule = await lockSchedule(tx, scheduleId);
    if (schedule === null) throw new AppError("not_found");
    assertOwn(principal, schedule);
    return schedule;
  }

  private async record(
    tx: Tx,
    principal: Principal,
    type: AuditType,
    scheduleId: string,
    facts: AuditFacts,
    text: string | null = null,
  ): Promise<void> {
    await this.deps.audit.record(tx, {
      ...{ type, actor: actorOf(principal), text },
      facts: { scheduleId, ...facts },
    });
    await appendEvent(tx, "inbox", { type: "schedule.changed", scheduleId });
  }
}

/** Times in the words of the request would be asked about at each firing. @throws invalid_input */
function assertAsked(text: string): void {
  const phrase = findTimePhrase(text);
  if (phrase === null || phrase.rest === "") return;
  throw new AppError("invalid_input", {
    message: `Say the times in "when" alone: "${phrase.rest.slice(0, 80)}" is the request.`,
  });
}

/** A schedule acts as its person, so nobody else but an admin has a say in it. @throws not_allowed */
function assertOwn(principal: Principal, schedule: StoredSchedule): void {
  if (principal.personId === schedule.personId || principal.role === "admin") return;
  throw new AppError("not_allowed", {
    message: `That schedule is ${schedule.personName}'s. Ask them or an admin.`,
  });
}

function tokensOf({ personId, token }: Principal): string[] {
  return token === undefined ? [] : [personId];
}

function toSchedule(stored: StoredSchedule, lastFiring: ScheduleFiring | null): Schedule {
  const { nextAt, createdAt, deletedAt: _gone, askedByTokensOf: _tokens, ...schedule } = stored;
  return {
    ...schedule,
    createdAt: createdAt.toISOString(),
    nextAt: nextAt?.toISOString() ?? null,
    lastFiring,
  };
}
