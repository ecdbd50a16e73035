import { randomBytes, randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import type { OutputLine } from "#server/contracts/events.ts";
import type { Job } from "#server/contracts/jobs.ts";
import type { RunStatus } from "#server/contracts/run.ts";
import type { RunEvent, RunOutcome } from "#server/contracts/runner.ts";
import type { Clock } from "#server/platform/clock.ts";
import { announceRequest, appendEvent } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { decideConsequence } from "./domain/retry-policy.ts";
import { isTaskOver } from "./domain/task-state.ts";
import {
  adoptRun,
  claimTask,
  findOpenRuns,
  findRun,
  findSilentRuns,
  findTask,
  findTasksOfPlan,
  findWaitingPlans,
  type RunRow,
  releaseHostLocks,
  renewLeases,
  saveTail,
  type TaskRow,
  transitionRun,
  transitionTask,
} from "./execution-repository.ts";
import { type TaskBody, taskBodySchema } from "./task-body.ts";

/** How long a claim holds without renewal, on database time. */
export const leaseSeconds = 5;
/** Silence beyond the lease after which a run counts as lost. */
const lostAfterSeconds = 8;
/** Lines of a run that travel inside events; beyond, browsers read the log by range. */
const linesInEvents = 2_000;
const plansToWake = 4;

/** Who runs things. */
export interface AgentIdentity {
  readonly agentId: string;
  readonly name: string;
}

/** A run that an agent holds. Every later write carries the fence. */
export interface HeldRun {
  readonly runId: string;
  readonly fence: number;
  readonly nonce: string;
  readonly taskId: string;
  readonly attempt: number;
  readonly requestId: string;
  readonly conversationId: string;
  readonly status: RunStatus;
  readonly cancelAsked: boolean;
  readonly tail: unknown;
  readonly body: TaskBody;
}

/** New output and events of a run, with where the tail now stands. */
export interface Progress {
  readonly events: readonly RunEvent[];
  readonly lines: readonly OutputLine[];
  readonly lineCount: number;
  readonly cutLines: number;
  readonly tail: unknown;
}

/** How an attempt ended. `problem` is for people and goes beside the outcome. */
export interface Ended {
  readonly outcome: RunOutcome;
  readonly neverStarted: boolean;
  readonly vanished: boolean;
  readonly problem: string | null;
}

/** The agent's side of execution, for processes that share the database: claim, report, finish, each under the fence. */
export class RunService {
  private readonly deps: { db: Database; audit: AuditService; clock: Clock; random: () => number };

  constructor(deps: RunService["deps"]) {
    this.deps = deps;
  }

  /** Claims a placed task. Null when it no longer applies: cancelled, claimed before, or its plan no longer approved. */
  async claim(taskId: string, agent: AgentIdentity): Promise<HeldRun | null> {
    const runId = randomUUID();
    const nonce = randomBytes(24).toString("base64url");
    return inTransaction(this.deps.db, async (tx) => {
      const claim = await claimTask(tx, {
        taskId,
        agentId: agent.agentId,
        agentName: agent.name,
        runId,
        nonce,
        leaseSeconds,
      });
      if (claim === null) return null;
      const task = await findTask(tx, taskId);
      if (task === null) return null;
      await this.deps.audit.record(tx, {
        type: "run.claimed",
        actor: asActor(agent),
        subject: { ...subjectOf(task), runId, agentId: agent.agentId },
        facts: { fence: claim.fence, attempt: claim.attempt },
      });
      return held(task, { ...claim, nonce, status: "claimed", tail: null });
    });
  }

  /** Commits that the process is about to exist. Only after this may it be spawned. False: the fence was lost. */
  async markSpawned(run: HeldRun, agent: AgentIdentity): Promise<boolean> {
    return inTransaction(this.deps.db, async (tx) => {
      const spawned = await transitionRun(tx, asFenced(run), "spawn", {
        spawnedAt: this.deps.clock.now(),
      });
      if (!spawned) return false;
      await this.deps.audit.record(tx, {
        type: "run.spawned",
        actor: asActor(agent),
        subject: {
          requestId: run.requestId,
          taskId: run.taskId,
          runId: run.runId,
          agentId: agent.agentId,
          service: run.body.task.service,
        },
        facts: { fence: run.fence, digest: run.body.digest },
      });
      await announceRequest(tx, run);
      return true;
    });
  }

  /** Stores progress and sends it to browsers. False: the fence was lost, stop tailing. */
  async report(run: HeldRun, progress: Progress): Promise<boolean> {
    return inTransaction(this.deps.db, async (tx) => {
      if (!(await saveTail(tx, asFenced(run), progress.tail, progress.lineCount))) return false;
      const topic = `run:${run.runId}` as const;
      if (progress.events.length > 0) {
        await appendEvent(tx, topic, {
          type: "run.events",
          runId: run.runId,
          events: [...progress.events],
        });
      }
      if (progress.lines.length > 0) {
        const lines = progress.lineCount <= linesInEvents ? [...progress.lines] : [];
        await appendEvent(tx, topic, {
          type: "run.output",
          runId: run.runId,
          lines,
          lineCount: progress.lineCount,
          cutLines: progress.cutLines,
        });
      }
      return true;
    });
  }

  /**
   * Ends an attempt: outcome, retry or review by policy, locks released, next steps nudged.
   * Idempotent by fence: the second call finds the run over and changes nothing.
   */
  async finish(run: HeldRun, agent: AgentIdentity, ended: Ended): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      const task = await findTask(tx, run.taskId);
      if (task === null) return;
      const consequence = decideConsequence(
        {
          verdict: ended.outcome.verdict,
          neverStarted: ended.neverStarted,
          vanished: ended.vanished,
          cancelAsked: task.cancelAskedAt !== null,
          idempotent: task.idempotent,
          attempts: task.attempts,
        },
        this.deps.random(),
      );
      const now = this.deps.clock.now();
      const ours = await transitionRun(tx, asFenced(run), consequence.runEvent, {
        finishedAt: now,
        outcome: ended.outcome,
        problem: ended.problem,
      });
      if (!ours) return;
      const retryMs = consequence.retryDelayMs;
      const status = await transitionTask(tx, task, consequence.taskEvent, {
        message: ended.outcome.message,
        ...(retryMs === null
          ? { finishedAt: now }
          : { agentId: null, placedAt: null, retryAt: new Date(now.getTime() + retryMs) }),
      });
      await releaseHostLocks(tx, task.id);
      await this.recordEnd(tx, { task, run, agent, ended, status: status ?? task.status });
      await this.nudgeOnwards(tx, task, retryMs);
      await appendEvent(tx, `run:${run.runId}`, {
        type: "run.changed",
        runId: run.runId,
        status: ended.outcome.verdict,
      });
      await announceRequest(tx, task);
    });
  }

  private async recordEnd(
    tx: Tx,
    {
      task,
      run,
      agent,
      ended,
      status,
    }: { task: TaskRow; run: HeldRun; agent: AgentIdentity; ended: Ended; status: string },
  ): Promise<void> {
    const subject = { ...subjectOf(task), runId: run.runId, agentId: agent.agentId, status };
    const { outcome } = ended;
    const facts = {
      fence: run.fence,
      verdict: outcome.verdict,
      exitCode: outcome.exitCode,
      durationMs: outcome.durationMs,
      hosts: outcome.hosts.length,
      changed: outcome.hosts.reduce((sum, host) => sum + host.changed, 0),
      failedHosts: outcome.hosts.filter((host) => host.failed > 0 || host.unreachable > 0).length,
      neverStarted: ended.neverStarted,
      cpuSeconds: outcome.resources.cpuSeconds,
      peakMemoryMib: outcome.resources.peakMemoryMib,
    };
    const text = [outcome.message, ended.problem].filter((part) => part !== null).join(" ");
    const actor = asActor(agent);
    const taskType = taskAuditType(status);
    await this.deps.audit.record(
      tx,
      { type: "run.finished", actor, subject, facts, text },
      ...(taskType === null
        ? []
        : [
            {
              type: taskType,
              actor,
              subject,
              facts: {
                verdict: outcome.verdict,
                digest: run.body.digest,
                entryPath: run.body.task.entryPath,
              },
            },
          ]),
    );
  }

  /** What the end of a task makes possible: its own plan goes on or is settled, and others get the room. */
  private async nudgeOnwards(tx: Tx, task: TaskRow, retryMs: number | null): Promise<void> {
    const siblings = await findTasksOfPlan(tx, task.planId);
    const allOver = siblings.every((sibling) => isTaskOver(sibling.status as TaskStatusColumn));
    const own: Job[] = allOver
      ? [{ name: "request.settle", requestId: task.requestId }]
      : [{ name: "plan.dispatch", planId: task.planId }];
    await enqueue(tx, own, { delayMs: retryMs ?? 0 });
    const waiting = (await findWaitingPlans(tx, plansToWake)).filter(
      (planId) => planId !== task.planId,
    );
    await enqueue(
      tx,
      waiting.map((planId) => ({ name: "plan.dispatch" as const, planId })),
    );
  }

  /** Extends the leases of what the agent runs; says what was lost and what somebody wants to stop. */
  async renew(
    agentId: string,
    holds: readonly HeldRun[],
  ): Promise<{ lost: HeldRun[]; cancel: HeldRun[] }> {
    const renewed = await renewLeases(this.deps.db, agentId, holds, leaseSeconds);
    const byId = new Map(renewed.map((row) => [row.runId, row]));
    for (const row of renewed.filter((each) => each.status === "lost")) {
      const run = holds.find((hold) => hold.runId === row.runId);
      if (run !== undefined) await this.reattach(run);
    }
    return {
      lost: holds.filter((hold) => !byId.has(hold.runId)),
      cancel: holds.filter((hold) => byId.get(hold.runId)?.cancelAsked === true),
    };
  }

  /** The agent's runs that are not over and whose former holder is gone: adopted under a new fence. */
  async adopt(agent: AgentIdentity, alreadyHeld: ReadonlySet<string>): Promise<HeldRun[]> {
    const open = await findOpenRuns(this.deps.db, agent.agentId);
    const adopted: HeldRun[] = [];
    for (const row of open.filter((each) => !alreadyHeld.has(each.id))) {
      const run = await this.adoptOne(row, agent);
      if (run !== null) adopted.push(run);
    }
    return adopted;
  }

  private async adoptOne(row: RunRow, agent: AgentIdentity): Promise<HeldRun | null> {
    return inTransaction(this.deps.db, async (tx) => {
      const fence = await adoptRun(tx, row.id, agent.agentId, leaseSeconds);
      if (fence === null) return null;
      const run = held(row.task, {
        runId: row.id,
        fence,
        attempt: row.attempt,
        nonce: row.nonce,
        status: row.status as RunStatus,
        tail: row.tail,
      });
      if (row.status === "lost") await this.unlose(tx, run);
      await this.deps.audit.record(tx, {
        type: "run.adopted",
        actor: asActor(agent),
        subject: { ...subjectOf(row.task), runId: row.id, agentId: agent.agentId },
        facts: { fence },
      });
      return run;
    });
  }

  /** An agent that was silent speaks again while nobody took its run: the run goes on as if nothing had been. */
  private async reattach(run: HeldRun): Promise<void> {
    await inTransaction(this.deps.db, (tx) => this.unlose(tx, run));
  }

  private async unlose(tx: Tx, run: HeldRun): Promise<void> {
    if (!(await transitionRun(tx, asFenced(run), "recover"))) return;
    await transitionTask(tx, { id: run.taskId, status: "paused" }, "reattach", {
      pausedReason: null,
    });
    await announceRequest(tx, run);
  }

  /** Marks runs of silent agents as lost and pauses their tasks; nothing is started elsewhere. Called by the sweep. */
  async loseSilent(): Promise<number> {
    const silent = await findSilentRuns(this.deps.db, lostAfterSeconds);
    for (const run of silent) {
      await inTransaction(this.deps.db, async (tx) => {
        if (!(await transitionRun(tx, run, "lose"))) return;
        const task = await findTask(tx, run.taskId);
        if (task === null) return;
        await transitionTask(tx, task, "lose", {
          pausedReason: "its agent is silent; the run is picked up again when it answers",
        });
        await this.deps.audit.record(tx, {
          type: "run.lost",
          actor: { kind: "system", id: "system", name: "Chiffon" },
          subject: { ...subjectOf(task), runId: run.id },
          facts: { fence: run.fence },
        });
        await announceRequest(tx, task);
      });
    }
    return silent.length;
  }

  /** The task an agent was nudged about, when it may still be claimed. */
  async findHeld(runId: string): Promise<RunRow | null> {
    return findRun(this.deps.db, runId);
  }
}

type TaskStatusColumn = Parameters<typeof isTaskOver>[0];

function taskAuditType(
  status: string,
): "task.succeeded" | "task.failed" | "task.cancelled" | "task.needs_review" | null {
  switch (status) {
    case "succeeded":
      return "task.succeeded";
    case "failed":
      return "task.failed";
    case "cancelled":
      return "task.cancelled";
    case "needs_review":
      return "task.needs_review";
    default:
      return null;
  }
}

function held(
  task: TaskRow,
  run: {
    runId: string;
    fence: number;
    attempt: number;
    nonce: string;
    status: RunStatus;
    tail: unknown;
  },
): HeldRun {
  return {
    ...run,
    taskId: task.id,
    requestId: task.requestId,
    conversationId: task.conversationId,
    cancelAsked: task.cancelAskedAt !== null,
    body: taskBodySchema.parse(task.body),
  };
}

function asFenced(run: HeldRun) {
  return { id: run.runId, fence: run.fence };
}

function asActor(agent: AgentIdentity): Actor {
  return { kind: "agent", id: agent.agentId, name: agent.name };
}

function subjectOf(task: TaskRow) {
  const [host] = Array.isArray(task.hosts) ? task.hosts : [];
  return {
    requestId: task.requestId,
    planId: task.planId,
    taskId: task.id,
    service: task.service,
    host: typeof host === "string" ? host : null,
  };
}
