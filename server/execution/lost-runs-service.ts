import type { AuditService } from "#server/audit/audit-service.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvents, requestChanged } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { mayStillRun } from "./domain/lost-words.ts";
import { taskSubject } from "./held-run.ts";
import { releaseHostLocks } from "./placement-repository.ts";
import {
  findGivenUpRuns,
  findLongLost,
  findLostRunOf,
  type LostRun,
  transitionRun,
} from "./run-repository.ts";
import { findTask, transitionTask } from "./task-repository.ts";

/** Silence after which nobody waits for a lost run any more. */
const longLostMs = 24 * 3_600_000;

/**
 * Runs whose agent never came back. They are given up by a person, or by the sweep after a day: the task then waits for a
 * person's verdict, and its slot and locks are free.
 */
export class LostRunsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
  };

  constructor(deps: LostRunsService["deps"]) {
    this.deps = deps;
  }

  /**
   * Gives up on the lost run of a task. What it started on the hosts may go on, which the task then says.
   *
   * @throws task_not_found, invalid_state when its agent is not silent, or has just answered
   */
  async giveUp(principal: Principal, taskId: string, reason: string | null): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      if ((await findTask(tx, taskId)) === null) throw new AppError("task_not_found");
      const run = await findLostRunOf(tx, taskId);
      const why = `${principal.name} gave up on it`;
      if (run === null || !(await this.end(tx, run, { actor: actorOf(principal), why, reason })))
        throw new AppError("invalid_state", {
          message: "Only a run whose agent does not answer can be given up.",
        });
    });
  }

  /** Gives up on runs that have been lost for a day. Part of the sweep; each ends in a transaction of its own. */
  async reviewLongLost(): Promise<void> {
    const before = new Date(this.deps.clock.now().getTime() - longLostMs);
    const why = "its agent has not answered for 24 hours";
    for (const run of await findLongLost(this.deps.db, before))
      await inTransaction(this.deps.db, (tx) =>
        this.end(tx, run, { actor: systemActor, why, reason: null }),
      );
  }

  /** Runs of a task that were given up while this agent was away: it ends what is left of them when it is back. */
  givenUp(agentId: string, taskId: string): Promise<string[]> {
    return findGivenUpRuns(this.deps.db, agentId, taskId);
  }

  /** @returns false when the agent answered first, or the run is over */
  private async end(
    tx: Tx,
    run: LostRun,
    { actor, why, reason }: { actor: Actor; why: string; reason: string | null },
  ): Promise<boolean> {
    const finishedAt = this.deps.clock.now();
    const words = `${why}. ${mayStillRun(run)}`;
    const problem = words.charAt(0).toUpperCase() + words.slice(1);
    // The run before the task, as its agent takes them when it is back.
    if (!(await transitionRun(tx, run, "ask_review", { finishedAt, problem }))) return false;
    const task = await findTask(tx, run.taskId);
    const patch = { message: problem, agentId: null, placedAt: null, pausedReason: null };
    const status = task && (await transitionTask(tx, task, "ask_review", patch));
    if (task === null || status === null) throw new AppError("invalid_state");
    await releaseHostLocks(tx, task.id);
    const subject = { ...taskSubject(task), runId: run.id, agentId: run.agentId, status };
    await this.deps.audit.record(
      tx,
      {
        ...{ type: "run.given_up", actor, subject, text: reason },
        facts: { fence: run.fence, agent: run.agentName },
      },
      { type: "task.needs_review", actor, subject, facts: { verdict: "lost" } },
    );
    await enqueue(tx, [
      { name: "task.cancel", taskId: task.id, agentId: run.agentId },
      { name: "waiting.dispatch" },
    ]);
    await appendEvents(
      tx,
      { topic: `run:${run.id}`, body: { type: "run.changed", runId: run.id, status } },
      requestChanged(task),
    );
    return true;
  }
}
