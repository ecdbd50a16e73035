import type { AuditService } from "#server/audit/audit-service.ts";
import type { AuditType } from "#server/contracts/audit.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { CheckResult, PlanTask } from "#server/contracts/plan.ts";
import { AppError } from "#server/lib/app-error.ts";
import { checkWords } from "#server/lib/host-checks.ts";
import type { Clock } from "#server/platform/clock.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { untouchedWords } from "./domain/first-host-words.ts";
import { isHeld } from "./domain/hold-state.ts";
import { judgeFirstHost } from "./domain/judge-first-host.ts";
import { findUnjudged } from "./domain/ready-tasks.ts";
import { taskStatuses } from "./domain/task-state.ts";
import { hostsOf, taskSubject } from "./held-run.ts";
import { findLongUnjudged, keepChecks, transitionHold } from "./hold-repository.ts";
import { taskBodySchema } from "./task-body.ts";
import {
  findTask,
  findTasksOfPlan,
  lockTasks,
  type TaskRow,
  transitionTask,
} from "./task-repository.ts";

/** A task whose first host is done: what is to be checked there. */
export interface Unjudged {
  readonly taskId: string;
  readonly firstTaskId: string;
  readonly first: PlanTask;
}

const lostAfterSeconds = 10;

/** The wait of a task's hosts for the one that goes first: judged by its checks, or by a person. */
export class HoldsService {
  private readonly deps: { db: Database; audit: AuditService; clock: Clock };

  constructor(deps: HoldsService["deps"]) {
    this.deps = deps;
  }

  /** What is to be checked before a task's hosts go on; null where nothing waits for that any more, or not yet. */
  async unjudged(taskId: string): Promise<Unjudged | null> {
    const task = await findTask(this.deps.db, taskId);
    if (task === null) return null;
    const siblings = await findTasksOfPlan(this.deps.db, task.planId);
    if (!findUnjudged(siblings).some(({ id }) => id === taskId)) return null;
    const { firstHost } = taskBodySchema.parse(task.body).task;
    const first = siblings.find(({ taskKey }) => taskKey === firstHost?.firstTaskKey);
    if (first === undefined) return null;
    return { taskId, firstTaskId: first.id, first: taskBodySchema.parse(first.body).task };
  }

  /** Judges the first host by its checks: the rest goes on, a person is asked, or it stops. Idempotent; keyed by task. */
  async judge({ taskId, first }: Unjudged, checks: readonly CheckResult[]): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      const [task] = await lockTasks(tx, { id: taskId });
      // Somebody may have stopped it while the checks were made.
      if (task?.hold !== "held" || !taskStatuses.waiting.includes(task.status)) return;
      const { firstHost } = taskBodySchema.parse(task.body).task;
      const verdict = judgeFirstHost(checks, firstHost?.asks === true);
      const [host = "the first host"] = first.hosts;
      switch (verdict.kind) {
        case "go_on":
          return this.release(tx, task, { actor: systemActor, type: "first_host.passed", checks });
        case "ask":
          return this.ask(tx, task, `${host} is done, and ${verdict.why}`, checks);
        case "stop": {
          await keepChecks(tx, task.id, checks);
          const why = `The check ${checkWords(verdict.bad)} did not pass on ${host}: ${verdict.bad.message}`;
          return this.stop(tx, task, { actor: systemActor, event: "fail", why });
        }
      }
    });
  }

  /**
   * What a person says who was asked: go on with the rest, or leave it untouched.
   *
   * @throws task_not_found, invalid_state where nobody was asked
   */
  async decide(
    principal: Principal,
    taskId: string,
    { decision, reason }: { decision: "go_on" | "stop"; reason?: string | undefined },
  ): Promise<void> {
    const actor = actorOf(principal);
    await inTransaction(this.deps.db, async (tx) => {
      const [task] = await lockTasks(tx, { id: taskId });
      if (task === undefined) throw new AppError("task_not_found");
      if (task.hold !== "asking" || task.status !== "paused")
        throw new AppError("invalid_state", {
          message: "That task does not wait for anybody's word about its first host.",
        });
      if (decision === "go_on")
        return this.release(tx, task, { actor, type: "first_host.released", text: reason });
      const said = reason === undefined ? "" : `: ${reason}`;
      const why = `Stopped by ${actor.name} after the first host${said}.`;
      return this.stop(tx, task, { actor, event: "cancel", why });
    });
  }

  /** Nudges the judgement of what nobody judged: its job was lost. */
  async sweep(): Promise<void> {
    const lost = await findLongUnjudged(this.deps.db, lostAfterSeconds);
    if (lost.length === 0) return;
    const nudges = lost.map((taskId) => ({ name: "first_host.judge" as const, taskId }));
    await inTransaction(this.deps.db, (tx) => enqueue(tx, nudges));
  }

  private async release(
    tx: Tx,
    task: TaskRow,
    about: {
      readonly actor: Actor;
      readonly type: AuditType;
      readonly checks?: readonly CheckResult[];
      readonly text?: string | undefined;
    },
  ): Promise<void> {
    if (!(await transitionHold(tx, task, "release", about.checks))) return;
    if (task.status === "paused") await transitionTask(tx, task, "pause", { pausedReason: null });
    await this.deps.audit.record(tx, {
      type: about.type,
      actor: about.actor,
      subject: taskSubject(task),
      facts: { hosts: hostsOf(task).length, ...countsOf(about.checks ?? []) },
      text: about.text ?? null,
    });
    await enqueue(tx, [{ name: "plan.dispatch", planId: task.planId }]);
    await announceRequest(tx, task);
  }

  private async ask(
    tx: Tx,
    task: TaskRow,
    reason: string,
    checks: readonly CheckResult[],
  ): Promise<void> {
    if (!(await transitionHold(tx, task, "ask", checks))) return;
    await transitionTask(tx, task, "pause", { pausedReason: reason });
    await this.deps.audit.record(tx, {
      type: "first_host.asked",
      actor: systemActor,
      subject: taskSubject(task),
      facts: { reason, hosts: hostsOf(task).length, ...countsOf(checks) },
    });
    await announceRequest(tx, task);
  }

  private async stop(
    tx: Tx,
    task: TaskRow,
    { actor, event, why }: { actor: Actor; event: "fail" | "cancel"; why: string },
  ): Promise<void> {
    if (!isHeld(task.hold)) return;
    const hosts = hostsOf(task);
    const message = `${why} ${untouchedWords(hosts)}`.slice(0, 1_000);
    const finishedAt = this.deps.clock.now();
    const status = await transitionTask(tx, task, event, { message, finishedAt });
    if (status === null) return;
    const subject = { ...taskSubject(task), status };
    await this.deps.audit.record(
      tx,
      {
        ...{ type: "first_host.stopped", actor, subject, text: message },
        facts: { untouched: hosts.length },
      },
      {
        ...{ type: event === "fail" ? "task.failed" : "task.cancelled", actor, subject },
        facts: { whileRunning: false, untouched: hosts.length },
      },
    );
    await enqueue(tx, [
      { name: "plan.dispatch", planId: task.planId },
      { name: "request.settle", requestId: task.requestId },
    ]);
    await announceRequest(tx, task);
  }
}

function countsOf(checks: readonly CheckResult[]) {
  const made = checks.filter(({ isUnresolved }) => isUnresolved !== true);
  return { checks: made.length, passed: made.filter(({ ok }) => ok).length };
}
