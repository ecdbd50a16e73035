import { randomUUID } from "node:crypto";
import type { AuditService, NewAuditEntry } from "#server/audit/audit-service.ts";
import type { RunView } from "#server/contracts/api.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import type { LineTime, OutputLine } from "#server/contracts/events.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Plan, TaskView } from "#server/contracts/plan.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import type { Execution } from "#server/contracts/run.ts";
import { type RunEvent, runEventSchema, runOutcomeSchema } from "#server/contracts/runner.ts";
import { AppError } from "#server/lib/app-error.ts";
import { usualPriority } from "#server/lib/priorities.ts";
import type { Clock } from "#server/platform/clock.ts";
import { announceRequest, lastSeq, readEvents } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, type Db, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { outcomesIn, type PastOutcome } from "./domain/past-outcomes.ts";
import { isTaskFinal } from "./domain/task-state.ts";
import { type ExecutionFilter, findExecutions } from "./executions-repository.ts";
import { taskSubject } from "./held-run.ts";
import {
  findEndedBefore,
  findGoodRun,
  findRecentRuns,
  findRunsOf,
  type GoodRun,
  type PastRun,
  type RunEntry,
  type RunMoment,
} from "./past-runs-repository.ts";
import { releaseHostLocks } from "./placement-repository.ts";
import { findRun } from "./run-repository.ts";
import {
  clearStart,
  type EndedFilter,
  findEndedTasks,
  findFinishedUnsettled,
  findLastOutcome,
  findNeverTakenUp,
  findRunningTasks,
  findTask,
  findTasksWithRuns,
  findUsedEntries,
  findWaitingPastExpiry,
  insertTasks,
  isAnyLive,
  lockTasks,
  markCancelAsked,
  markStopAsked,
  type TaskRow,
  transitionTask,
} from "./task-repository.ts";
import { toRun, toTaskView } from "./task-view.ts";
import { withWaits } from "./task-waits.ts";

export type { GoodRun, RunEntry };
export { isTaskFinal };

/** Reads a range of a run's kept log; supplied by the composition root, because run directories belong to the runner. */
export type ReadRunLog = (
  runId: string,
  range: { fromLine: number; count: number },
) => Promise<{ lines: OutputLine[]; lineCount: number; times: LineTime[] }>;

/** A task that is over. */
export type EndedTask = Pick<
  TaskRow,
  "requestId" | "name" | "service" | "status" | "message" | "startedAt" | "finishedAt"
> & { readonly taskId: string; readonly hosts: readonly string[] };

const dayMs = 86_400_000;
const unasked = { cancelAskedAt: null, stopAskedAt: null };
const runsLookedAt = 10;
const eventsInView = 5_000;
/** Enough to hold some of each host. */
const recentRunsLookedAt = 200;
/** Minutes an approval holds until the dispatcher takes it up (ORCH-03). */
const approvalPickupMinutes = 30;

/** Tasks and their runs as people see and steer them. */
export class ExecutionService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    clock: Clock;
    readRunLog: ReadRunLog;
  };

  constructor(deps: ExecutionService["deps"]) {
    this.deps = deps;
  }

  /**
   * Creates the tasks of a plan in the approval's own transaction and nudges the dispatcher.
   *
   * @returns the audit entries of the creation, for the caller to record with its own
   */
  async createTasks(
    tx: Tx,
    plan: Plan,
    conversationId: string,
    firstId: string | null = null,
  ): Promise<NewAuditEntry[]> {
    const { body } = plan;
    // A version that was approved earlier has it already.
    const isFree = firstId !== null && (await findTask(tx, firstId)) === null;
    const startAt = plan.decision?.startAt ?? null;
    const tasks = body.tasks.map((task, index) => ({
      startAt: startAt === null ? null : new Date(startAt),
      id: isFree && index === 0 ? firstId : randomUUID(),
      requestId: plan.requestId,
      conversationId,
      planId: plan.id,
      priority: body.priority ?? usualPriority,
      body: {
        task,
        repositoryId: body.repositoryId,
        commit: body.commit,
        treeId: body.treeId,
        ansible: body.ansible ?? null,
        inventoryPath: body.inventoryPath,
        inventorySource: body.inventorySource ?? null,
        requirementsLock: body.requirementsLock,
        digest: plan.digest,
        context: body.context ?? [],
      },
    }));
    await insertTasks(tx, tasks);
    // What starts later is found by the sweep when its time has come.
    if (startAt === null) await enqueue(tx, [{ name: "plan.dispatch", planId: plan.id }]);
    return tasks.map(({ id, body: { task } }) => ({
      type: "task.created" as const,
      actor: systemActor,
      subject: {
        requestId: plan.requestId,
        planId: plan.id,
        taskId: id,
        service: task.service,
        host: task.hosts[0] ?? null,
      },
      facts: { entryPath: task.entryPath, taskKey: task.taskKey },
    }));
  }

  /** Lets tasks that wait for their plan's time start now. */
  async startNow(tx: Tx, planId: string): Promise<void> {
    await clearStart(tx, planId);
    await enqueue(tx, [{ name: "plan.dispatch", planId }]);
  }

  /**
   * Tasks of a plan in order, each with its runs.
   *
   * @param db the caller's transaction, where it is in one: a second connection might never come free
   */
  async tasksOf(planId: string, db: Db = this.deps.db): Promise<TaskView[]> {
    return (await findTasksWithRuns(db, { planIds: [planId] })).map(toTaskView);
  }

  /** Tasks of several plans in order, each with its runs; by plan. Plans without tasks are not in it. */
  async tasksOfPlans(planIds: readonly string[]): Promise<Map<string, TaskView[]>> {
    const tasks = new Map<string, TaskView[]>();
    for (const row of await findTasksWithRuns(this.deps.db, { planIds })) {
      const ofPlan = tasks.get(row.planId) ?? [];
      ofPlan.push(toTaskView(row));
      tasks.set(row.planId, ofPlan);
    }
    return tasks;
  }

  /** The same tasks, those that are paused with what they wait for now. Asks nothing where none is. */
  withWaits(tasks: ReadonlyMap<string, TaskView[]>): Promise<Map<string, TaskView[]>> {
    return withWaits(this.deps.db, tasks, this.deps.clock.now());
  }

  /** @throws task_not_found */
  async taskView(taskId: string): Promise<TaskView> {
    const [task] = await findTasksWithRuns(this.deps.db, { id: taskId });
    if (task === undefined) throw new AppError("task_not_found");
    const waiting = await this.withWaits(new Map([[task.planId, [toTaskView(task)]]]));
    return waiting.get(task.planId)?.[0] ?? toTaskView(task);
  }

  /** Where a task stands, with its row locked until the transaction ends; null where it is not. */
  async lockedTask(tx: Tx, taskId: string) {
    const [task] = await lockTasks(tx, { id: taskId });
    if (task === undefined) return null;
    const { requestId, conversationId, name, status } = task;
    return { requestId, conversationId, name, status };
  }

  /** Asks for a task to stop. What has not started never will; what runs is interrupted by its agent. */
  async cancelTask(principal: Principal, taskId: string): Promise<TaskView> {
    const actor = actorOf(principal);
    await inTransaction(this.deps.db, async (tx) => {
      const [task] = await lockTasks(tx, { id: taskId });
      if (task === undefined) throw new AppError("task_not_found");
      if (!(await this.stop(tx, task, actor, null))) {
        throw new AppError("invalid_state", {
          message: `That task is ${task.status.replace("_", " ")} already.`,
        });
      }
    });
    return this.taskView(taskId);
  }

  /** Stops every task of a plan that is not over. */
  async cancelPlan(tx: Tx, planId: string, actor: Actor, reason: string | null): Promise<number> {
    const tasks = await lockTasks(tx, { planId });
    let stopped = 0;
    for (const task of tasks) if (await this.stop(tx, task, actor, reason)) stopped += 1;
    return stopped;
  }

  /** Lets what runs of a plan go on to its end, and nothing more of it begin. */
  async stopAfterRunning(
    tx: Tx,
    planId: string,
    actor: Actor,
    reason: string | null,
  ): Promise<void> {
    for (const task of await lockTasks(tx, { planId })) {
      if (!isHeld(task)) await this.stop(tx, task, actor, reason);
      else if (task.stopAskedAt === null) await this.letEnd(tx, task, actor);
    }
  }

  private async letEnd(tx: Tx, task: TaskRow, actor: Actor): Promise<void> {
    await markStopAsked(tx, task.id, this.deps.clock.now());
    await this.deps.audit.record(tx, {
      type: "task.cancelled",
      actor,
      subject: taskSubject(task),
      facts: { whileRunning: true, mayEnd: true },
    });
    await announceRequest(tx, task);
  }

  private async stop(tx: Tx, task: TaskRow, actor: Actor, reason: string | null): Promise<boolean> {
    if (isHeld(task)) return this.askToStop(tx, task, actor);
    const status = await transitionTask(tx, task, "cancel", {
      message: reason ?? `Cancelled by ${actor.name} before it ran.`,
      finishedAt: this.deps.clock.now(),
    });
    if (status === null) return false;
    await releaseHostLocks(tx, task.id);
    await this.deps.audit.record(tx, {
      type: "task.cancelled",
      actor,
      subject: { ...taskSubject(task), status },
      facts: { whileRunning: false },
    });
    await enqueue(tx, [
      { name: "plan.dispatch", planId: task.planId },
      { name: "request.settle", requestId: task.requestId },
    ]);
    await announceRequest(tx, task);
    return true;
  }

  private async askToStop(tx: Tx, task: TaskRow, actor: Actor): Promise<boolean> {
    if (task.agentId === null) return false;
    if (task.cancelAskedAt === null) {
      await markCancelAsked(tx, task.id, this.deps.clock.now());
      await this.deps.audit.record(tx, {
        type: "task.cancelled",
        actor,
        subject: taskSubject(task),
        facts: { whileRunning: true },
      });
    }
    await enqueue(tx, [{ name: "task.cancel", taskId: task.id, agentId: task.agentId }]);
    await announceRequest(tx, task);
    return true;
  }

  /**
   * A person says what became of a task that nobody can judge: it took effect, it did not, or run it again.
   *
   * @throws task_not_found, invalid_state
   */
  async reviewTask(
    principal: Principal,
    taskId: string,
    review: { verdict: "succeeded" | "failed" | "retry"; reason?: string | undefined },
  ): Promise<TaskView> {
    await inTransaction(this.deps.db, async (tx) => {
      const task = await findTask(tx, taskId);
      if (task === null) throw new AppError("task_not_found");
      const event = (
        { succeeded: "review_succeeded", failed: "review_failed", retry: "review_retry" } as const
      )[review.verdict];
      const again = review.verdict === "retry";
      const status = await transitionTask(tx, task, event, {
        message: again ? null : `${principal.name} judged it ${review.verdict}.`,
        ...(again
          ? { agentId: null, placedAt: null, retryAt: null, finishedAt: null, ...unasked }
          : {}),
      });
      if (status === null)
        throw new AppError("invalid_state", {
          message: "Only a task that needs review can be judged.",
        });
      await this.deps.audit.record(tx, {
        type: "task.reviewed",
        actor: actorOf(principal),
        subject: { ...taskSubject(task), status },
        facts: { verdict: review.verdict },
        text: review.reason ?? null,
      });
      await enqueue(tx, [
        { name: "plan.dispatch", planId: task.planId },
        { name: "request.settle", requestId: task.requestId },
      ]);
      await announceRequest(tx, task);
    });
    return this.taskView(taskId);
  }

  /**
   * A run with its structured events so far.
   *
   * @throws not_found
   */
  async runView(runId: string): Promise<RunView> {
    const topic = `run:${runId}`;
    const seq = await lastSeq(this.deps.db, topic);
    const row = await findRun(this.deps.db, runId);
    if (row === null) throw new AppError("not_found");
    const events = await this.runEvents(runId);
    return {
      run: toRun(row),
      taskName: row.task.name,
      requestId: row.task.requestId,
      conversationId: row.task.conversationId,
      events,
      lineCount: row.lines,
      seq,
    };
  }

  /** A run's structured events so far, oldest first, at most 5,000. */
  async runEvents(runId: string): Promise<RunEvent[]> {
    const events: RunEvent[] = [];
    for (const { body } of await readEvents(this.deps.db, `run:${runId}`, 0, eventsInView)) {
      if (body.type === "run.events")
        events.push(...body.events.map((event) => runEventSchema.parse(event)));
    }
    return events;
  }

  /** What the ansibleTasks of a repository's file did in its last ten runs, the newest run first. */
  async pastOutcomes(file: {
    readonly repositoryId: string;
    readonly path: string;
  }): Promise<PastOutcome[]> {
    const outcomes: PastOutcome[] = [];
    for (const runId of await findRunsOf(this.deps.db, file, runsLookedAt))
      outcomes.push(...outcomesIn(runId, await this.runEvents(runId), file.path));
    return outcomes;
  }

  /** Which of these runs ended before an instant and wait for nobody's review, and when they did. */
  endedBefore(
    runIds: readonly string[],
    before: Date,
  ): Promise<{ runId: string; finishedAt: Date }[]> {
    return findEndedBefore(this.deps.db, runIds, before);
  }

  /** A range of a run's kept output, redacted. */
  async runLog(
    runId: string,
    range: { fromLine: number; count: number },
  ): Promise<{ lines: OutputLine[]; lineCount: number; times: LineTime[] }> {
    if ((await findRun(this.deps.db, runId)) === null) throw new AppError("not_found");
    return this.deps.readRunLog(runId, range);
  }

  /** Ids of entries that ran well in the last 90 days, the most often used first, at most 20. */
  usedEntries(): Promise<string[]> {
    return findUsedEntries(this.deps.db);
  }

  /** Tasks that run now, oldest first, for "what's running?". */
  async running(): Promise<
    { taskId: string; requestId: string; name: string; hosts: string[]; startedAt: Date | null }[]
  > {
    return (await findRunningTasks(this.deps.db)).map((task) => ({
      taskId: task.id,
      requestId: task.requestId,
      name: task.name,
      hosts: Array.isArray(task.hosts) ? task.hosts.map(String) : [],
      startedAt: task.startedAt,
    }));
  }

  /** What the step said that failed in a task's last run; null where none did. */
  async failureOf(taskId: string): Promise<string | null> {
    const outcome = runOutcomeSchema.safeParse(await findLastOutcome(this.deps.db, taskId));
    return outcome.data?.failedAnsibleTask?.message ?? null;
  }

  /** Attempts at tasks of the last days, the newest first. `nextCursor` is null at the end. */
  async executions({
    days,
    limit,
    ...filter
  }: Omit<ExecutionFilter, "since"> & { readonly days: number }): Promise<{
    executions: Execution[];
    nextCursor: string | null;
  }> {
    const since = new Date(this.deps.clock.now().getTime() - days * dayMs);
    const found = await findExecutions(this.deps.db, { ...filter, since, limit: limit + 1 });
    const executions = found.slice(0, limit);
    const nextCursor = found.length > limit ? (executions.at(-1)?.runId ?? null) : null;
    return { executions, nextCursor };
  }

  /** Tasks that are over, the last ended first: what was done, where, and what came of it. */
  async ended(filter: EndedFilter): Promise<EndedTask[]> {
    return (await findEndedTasks(this.deps.db, filter)).map((task) => ({
      taskId: task.id,
      requestId: task.requestId,
      name: task.name,
      service: task.service,
      hosts: Array.isArray(task.hosts) ? task.hosts.map(String) : [],
      status: task.status,
      message: task.message,
      startedAt: task.startedAt,
      finishedAt: task.finishedAt,
    }));
  }

  /** What the last succeeded runs of a playbook took and where, newest first; what estimates come from. */
  async recentRuns(entry: {
    readonly repositoryId: string;
    readonly path: string;
    readonly name: string;
  }): Promise<PastRun[]> {
    return findRecentRuns(this.deps.db, entry, recentRunsLookedAt);
  }

  /** The run of a playbook that went well last before an instant, or first after it; null where there is none. */
  async goodRun(entry: RunEntry, when: RunMoment): Promise<GoodRun | null> {
    return findGoodRun(this.deps.db, entry, when);
  }

  /** True while any task runs or may run without a person. */
  async hasLiveTasks(): Promise<boolean> {
    return isAnyLive(this.deps.db);
  }

  /** Requests in one of `phases` whose tasks are all over but that nobody settled: their nudge was lost. */
  async finishedUnsettled(phases: readonly RequestPhase[]): Promise<string[]> {
    return findFinishedUnsettled(this.deps.db, phases);
  }

  /**
   * Approvals that hold no longer: of plans that the dispatcher did not take up in time, and of those that still wait past
   * their own expiry. What has not begun by then needs a new approval.
   */
  async expiredApprovals(): Promise<{ planId: string; requestId: string }[]> {
    const { db } = this.deps;
    const [untaken, waiting] = await Promise.all([
      findNeverTakenUp(db, approvalPickupMinutes),
      findWaitingPastExpiry(db, approvalPickupMinutes),
    ]);
    return [...untaken, ...waiting];
  }
}

/** True for a task that an agent has, or may still have, in hand. */
function isHeld({ status, agentId }: TaskRow): boolean {
  return status === "running" || (status === "paused" && agentId !== null);
}
