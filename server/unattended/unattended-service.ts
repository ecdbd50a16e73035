import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { ChatService } from "#server/chat/chat-service.ts";
import type { AuditFacts, AuditType } from "#server/contracts/audit.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import type { StartUnattendedBody, UnattendedRun } from "#server/contracts/unattended.ts";
import type { ConversationsService } from "#server/conversations/conversations-service.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import { text } from "#server/lib/message-parts.ts";
import { plural } from "#server/lib/units.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import type { RulesService } from "#server/rules/rules-service.ts";
import { type CurrentRequest, failuresAfter, type NextStep, nextStep } from "./domain/next-step.ts";
import { progressLine, report } from "./domain/report.ts";
import { unattendedMachine } from "./domain/unattended-state.ts";
import {
  findUnattended,
  findUnattendedIn,
  findUnattendedRuns,
  insertUnattended,
  lockUnattended,
  type StoredUnattended,
  transitionUnattended,
  updateUnattended,
} from "./unattended-repository.ts";

/** Runs that go on at the same time. */
const maxLive = 5;
const live = unattendedMachine.sources("stop");

/** Works through lists of requests, one after another, without anybody looking: only rules approve what they plan. */
export class UnattendedService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly people: Pick<PeopleService, "rolesOf" | "whoMay">;
    readonly conversations: Pick<ConversationsService, "start" | "touch" | "add">;
    readonly chat: Pick<ChatService, "ask" | "checkText">;
    readonly views: Pick<RequestViewService, "view">;
    readonly rules: Pick<RulesService, "isLeftToPeople">;
  };

  constructor(deps: UnattendedService["deps"]) {
    this.deps = deps;
  }

  /**
   * Starts a run in a conversation of its own. Nothing is asked yet: the sweep does that, now and after any restart.
   *
   * @throws message_not_text, message_too_long, message_empty
   * @throws not_allowed for a program, invalid_state while five runs go on
   */
  async start(
    principal: Principal,
    { requests, ...limits }: StartUnattendedBody,
  ): Promise<UnattendedRun> {
    if (principal.token !== undefined)
      throw new AppError("not_allowed", {
        message: "An unattended run is started by somebody who is signed in.",
      });
    const texts = requests.map((request) => this.deps.chat.checkText(request));
    const [id, conversationId] = [randomUUID(), randomUUID()];
    const { personId, name: startedBy } = principal;
    const notBefore = this.deps.clock.now();
    await inTransaction(this.deps.db, async (tx) => {
      if ((await findUnattendedIn(tx, live)).length >= maxLive)
        throw new AppError("invalid_state", {
          message: `${maxLive} unattended runs go on already: stop one first.`,
        });
      const title = `Unattended run: ${plural(texts.length, "request")}`;
      await this.deps.conversations.start(tx, { id: conversationId, title, personId });
      await insertUnattended(tx, {
        ...{ id, conversationId, personId, startedBy, status: "running", requests: texts },
        ...{ limits, notBefore },
      });
      const words = "One after another; only rules approve. What they do not cover waits for you.";
      await this.say(tx, conversationId, [text(`${title}. ${words}`)]);
      await this.record(tx, id, "unattended.started", actorOf(principal), {
        ...{ requests: texts.length, ...limits },
      });
    });
    return this.view(id);
  }

  /** Newest first. `nextCursor` is null at the end. */
  async list(query: {
    readonly cursor?: string | undefined;
    readonly limit: number;
  }): Promise<{ runs: UnattendedRun[]; nextCursor: string | null }> {
    const wanted = { cursor: query.cursor, limit: query.limit + 1 };
    const found = await findUnattendedRuns(this.deps.db, wanted);
    const shown = found.slice(0, query.limit);
    const nextCursor = found.length > query.limit ? (shown.at(-1)?.id ?? null) : null;
    return { runs: shown.map(toView), nextCursor };
  }

  /** @throws not_found */
  async view(runId: string): Promise<UnattendedRun> {
    const run = await findUnattended(this.deps.db, runId);
    if (run === null) throw new AppError("not_found");
    return toView(run);
  }

  /** Asks for nothing more until it is resumed; what it asked for goes on. @throws not_found, invalid_state */
  pause(principal: Principal, runId: string): Promise<UnattendedRun> {
    return this.steer(runId, "pause", (tx) =>
      this.record(tx, runId, "unattended.paused", actorOf(principal), {}),
    );
  }

  /** @throws not_found, invalid_state */
  resume(principal: Principal, runId: string): Promise<UnattendedRun> {
    return this.steer(runId, "resume", (tx) =>
      this.record(tx, runId, "unattended.resumed", actorOf(principal), {}),
    );
  }

  /** Ends it and says so in its conversation; what it asked for goes on. @throws not_found, invalid_state */
  stop(principal: Principal, runId: string): Promise<UnattendedRun> {
    return this.steer(runId, "stop", async (tx, run) => {
      await this.end(tx, run, `${principal.name} stopped it.`);
      await this.record(tx, runId, "unattended.stopped", actorOf(principal), {});
    });
  }

  private async steer(
    runId: string,
    event: "pause" | "resume" | "stop",
    then: (tx: Tx, run: StoredUnattended) => Promise<void>,
  ): Promise<UnattendedRun> {
    await inTransaction(this.deps.db, async (tx) => {
      const run = await lockUnattended(tx, runId);
      if (run === null) throw new AppError("not_found");
      if (!(await this.move(tx, run, event)))
        throw new AppError("invalid_state", { message: `That run is ${run.status}.` });
      await then(tx, run);
    });
    return this.view(runId);
  }

  /** Takes each run that goes on a step further. Idempotent; each step is one transaction under the run's row lock. */
  async sweep(): Promise<void> {
    for (const runId of await findUnattendedIn(this.deps.db, ["running"])) {
      try {
        await this.advance(runId);
      } catch (error) {
        this.deps.log.warn({ err: error, runId }, "an unattended run did not get on");
      }
    }
  }

  private async advance(runId: string): Promise<void> {
    const seen = await findUnattended(this.deps.db, runId);
    if (seen === null) return;
    const current = await this.currentOf(seen);
    await inTransaction(this.deps.db, async (tx) => {
      const run = await lockUnattended(tx, runId);
      const isAsSeen = run?.currentRequestId === seen.currentRequestId;
      if (run?.status !== "running" || !isAsSeen) return;
      await this.take(tx, run, nextStep(run, current, this.deps.clock.now()));
    });
  }

  /** Where the request stands that it asked for last; one that is gone counts as ended. */
  private async currentOf(run: StoredUnattended): Promise<CurrentRequest | null> {
    const { currentRequestId, currentSince } = run;
    if (currentRequestId === null) return null;
    const since = currentSince ?? run.startedAt;
    const view = await this.findView(currentRequestId);
    if (view === null) return { phase: "cancelled", card: null, since, isLeftToPeople: false };
    const { phase, card, plan } = view;
    const isLeftToPeople =
      card === "awaiting" && plan !== null && (await this.deps.rules.isLeftToPeople(plan));
    return { phase, card, since, isLeftToPeople };
  }

  private async findView(requestId: string): Promise<RequestView | null> {
    try {
      return await this.deps.views.view(requestId);
    } catch (error) {
      if (isAppError(error, "not_found")) return null;
      throw error;
    }
  }

  private async take(tx: Tx, run: StoredUnattended, step: NextStep): Promise<void> {
    switch (step.kind) {
      case "wait":
        return;
      case "ask":
        return this.ask(tx, run, step.index);
      case "record":
        return this.keep(tx, run, step.result);
      case "finish":
        return this.finish(tx, run, step.reason);
    }
  }

  /** Asks for the next in the name of whoever started it, as they are now. */
  private async ask(tx: Tx, run: StoredUnattended, index: number): Promise<void> {
    const { personId, startedBy: name, conversationId } = run;
    const role = (await this.deps.people.rolesOf([personId], tx)).get(personId);
    const may = await this.deps.people.whoMay([personId], "request.submit", tx);
    if (role === undefined || !may.has(personId))
      return this.finish(tx, run, `${name} may not ask for anything any more.`);
    if (!(await this.deps.conversations.touch(tx, conversationId)))
      return this.finish(tx, run, "Its conversation was deleted.");
    const principal: Principal = { personId, name, role, sessionId: run.id };
    const asked = { text: run.requests[index] ?? "", conversationId };
    const currentRequestId = await this.deps.chat.ask(tx, principal, asked);
    await updateUnattended(tx, run.id, { currentRequestId, currentSince: this.deps.clock.now() });
  }

  /** Writes down what became of the request that it asked for last. */
  private async keep(
    tx: Tx,
    run: StoredUnattended,
    result: UnattendedRun["results"][number]["result"],
  ): Promise<void> {
    const results = [...run.results, ...this.resultNow(run, result)];
    const notBefore = new Date(this.deps.clock.now().getTime() + run.cooldownSeconds * 1_000);
    await updateUnattended(tx, run.id, {
      ...{ results, notBefore, currentRequestId: null, currentSince: null },
      failuresInARow: failuresAfter(run.failuresInARow, result),
    });
    const isCheckpoint = results.length % run.checkpointInterval === 0;
    if (isCheckpoint && results.length < run.requests.length)
      await this.say(tx, run.conversationId, [text(`${progressLine({ ...run, results })}.`)]);
  }

  private resultNow(
    { currentRequestId, currentSince, requests, results }: StoredUnattended,
    result: UnattendedRun["results"][number]["result"],
  ): UnattendedRun["results"] {
    if (currentRequestId === null || currentSince === null) return [];
    const seconds = Math.round((this.deps.clock.now().getTime() - currentSince.getTime()) / 1_000);
    const asked = { text: requests[results.length] ?? "", requestId: currentRequestId };
    return [{ ...asked, result, startedAt: currentSince.toISOString(), seconds }];
  }

  private async finish(tx: Tx, run: StoredUnattended, reason: string): Promise<void> {
    if (!(await this.move(tx, run, "finish"))) return;
    await this.end(tx, run, reason);
    await this.record(tx, run.id, "unattended.finished", systemActor, {
      requests: run.results.length,
    });
  }

  /** Closes the books and says what came of it. */
  private async end(tx: Tx, run: StoredUnattended, stopReason: string): Promise<void> {
    const results = [...run.results, ...this.resultNow(run, "still_going")];
    await updateUnattended(tx, run.id, {
      ...{ results, stopReason, endedAt: this.deps.clock.now() },
      ...{ currentRequestId: null, currentSince: null },
    });
    await this.say(tx, run.conversationId, report({ ...run, results, stopReason }));
  }

  private move(
    tx: Tx,
    run: StoredUnattended,
    event: "pause" | "resume" | "stop" | "finish",
  ): Promise<boolean> {
    const sources = unattendedMachine.sources(event);
    const [first = "running"] = sources;
    return transitionUnattended(tx, run.id, { sources, to: unattendedMachine.next(first, event) });
  }

  /** Says something in the run's conversation, as Chiffon; nothing where that was deleted. */
  private async say(tx: Tx, conversationId: string, parts: readonly MessagePart[]): Promise<void> {
    if (!(await this.deps.conversations.touch(tx, conversationId))) return;
    const words = parts.map((part) => (part.kind === "text" ? part.text : ""));
    await this.deps.conversations.add(tx, {
      ...{ id: randomUUID(), conversationId, requestId: null, author: "chiffon" },
      ...{ authorName: systemActor.name, personId: null, parts, idempotencyKey: null },
      text: words.join("\n").trim(),
    });
  }

  private async record(
    tx: Tx,
    unattendedRunId: string,
    type: AuditType,
    actor: Actor,
    facts: AuditFacts,
  ): Promise<void> {
    const entry = { type, actor, subject: {}, facts: { unattendedRunId, ...facts } };
    await this.deps.audit.record(tx, entry);
  }
}

function toView(run: StoredUnattended): UnattendedRun {
  const { personId, failuresInARow, notBefore, currentRequestId, currentSince, ...shown } = run;
  const current =
    currentRequestId === null || currentSince === null
      ? null
      : {
          requestId: currentRequestId,
          text: run.requests[run.results.length] ?? "",
          startedAt: currentSince.toISOString(),
        };
  return {
    ...shown,
    current,
    startedAt: run.startedAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}
