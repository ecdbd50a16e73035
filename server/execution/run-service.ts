import { randomBytes, randomUUID } from "node:crypto";
import type { AgentsService } from "#server/agents/agents-service.ts";
import type { OwnHostsService } from "#server/agents/own-hosts-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import type { EventBody, OutputLine } from "#server/contracts/events.ts";
import type { Job } from "#server/contracts/jobs.ts";
import type { RunEvent, RunOutcome } from "#server/contracts/runner.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import { announceRequest, appendEvents, requestChanged } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { placeableOf, type RoutingService } from "#server/routing/routing-service.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { decideConsequence } from "./domain/retry-policy.ts";
import { runStatuses } from "./domain/run-state.ts";
import { isTaskFinal } from "./domain/task-state.ts";
import {
  type AgentIdentity,
  agentActor,
  fenced,
  type HeldRun,
  heldRun,
  leaseSeconds,
  silentAfterSeconds,
  taskSubject,
} from "./held-run.ts";
import { findNextWaiting, findRoutingDecision, releaseHostLocks } from "./placement-repository.ts";
import {
  claimTask,
  findOpenAmong,
  findRun,
  findSilentRuns,
  saveProgress,
  type ToldUpTo,
  transitionRun,
} from "./run-repository.ts";
import { actsOnItself, taskBodySchema } from "./task-body.ts";
import {
  findTask,
  isPlanLive,
  lockTasks,
  type TaskRow,
  toTaskRow,
  transitionTask,
} from "./task-repository.ts";

export type { AgentIdentity, HeldRun };

/** Lines of a run that travel inside events; beyond, browsers read the log by range. */
const linesInEvents = 2_000;

/** New output and events of a run, with where the tail now stands. */
export interface Progress {
  readonly events: readonly RunEvent[];
  readonly lines: readonly OutputLine[];
  readonly lineCount: number;
  readonly cutLines: number;
  readonly tail: unknown;
  /** Where it must have stood before; absent where nothing is told twice. */
  readonly from?: ToldUpTo;
}

/** How an attempt ended. `problem` is for people and goes beside the outcome. */
export interface Ended {
  readonly outcome: RunOutcome;
  readonly neverStarted: boolean;
  readonly vanished: boolean;
  readonly problem: string | null;
  /** Who found that out; absent: its agent. */
  readonly foundBy?: Actor;
}

/** The agent's side of execution, for processes that share the database: claim, report, finish, each under the fence. */
export class RunService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    clock: Clock;
    secrets: Pick<SecretsService, "findChange" | "open">;
    ownHosts: Pick<OwnHostsService, "findChangeIn">;
    agents: Pick<AgentsService, "findIn">;
    inventory: Pick<InventoryService, "noteRun">;
    routing: Pick<RoutingService, "breach" | "domainsFor">;
    random: () => number;
  };

  constructor(deps: RunService["deps"]) {
    this.deps = deps;
  }

  /**
   * Claims a placed task. Null when it no longer applies: cancelled, claimed before, or its plan no longer approved; or
   * when it is outside what the agent declares, which is audited.
   */
  async claim(taskId: string, agent: AgentIdentity): Promise<HeldRun | null> {
    const runId = randomUUID();
    const nonce = randomBytes(24).toString("base64url");
    const task = await findTask(this.deps.db, taskId);
    // A nudge that comes late or twice costs no transaction.
    if (task === null || task.status !== "pending") return null;
    const why = await this.breachOf(task, agent);
    if (why !== null) return this.refuse(task, agent, why);
    return inTransaction(this.deps.db, async (tx) => {
      if (await this.turnsStale(tx, task)) return null;
      const claim = await claimTask(tx, {
        taskId,
        agentId: agent.agentId,
        agentName: agent.name,
        runId,
        nonce,
        leaseSeconds: agent.leaseSeconds ?? leaseSeconds,
      });
      if (claim === null) return null;
      await this.deps.audit.record(tx, {
        type: "run.claimed",
        actor: agentActor(agent),
        subject: { ...taskSubject(task), runId, agentId: agent.agentId },
        facts: { fence: claim.fence, attempt: claim.attempt },
      });
      return heldRun(task, { ...claim, nonce, status: "claimed", tail: null });
    });
  }

  /** What an agent's declared work types and domains say against a task, in words; null when it is inside. */
  private async breachOf(task: TaskRow, { agentId }: AgentIdentity): Promise<string | null> {
    const { agents, db, routing } = this.deps;
    const agent = await agents.findIn(db, agentId);
    if (agent === null) return null;
    const placeable = placeableOf(taskBodySchema.parse(task.body).task);
    const isFree = agent.domains.length === 0;
    const decision = isFree ? null : await findRoutingDecision(db, task.id);
    const domains = isFree ? [] : await routing.domainsFor(placeable, decision);
    return routing.breach(placeable, agent, domains);
  }

  /** Refuses what is outside what an agent declares, whoever gave it the task; it goes elsewhere. */
  private async refuse(
    { id }: TaskRow,
    { agentId, name }: AgentIdentity,
    why: string,
  ): Promise<null> {
    return inTransaction(this.deps.db, async (tx) => {
      const [task] = await lockTasks(tx, { id });
      if (task === undefined || isTaskFinal(task.status)) return null;
      await this.deps.audit.record(tx, {
        type: "agent.refused",
        actor: agentActor({ agentId, name }),
        subject: { ...taskSubject(task), agentId },
        facts: { why: why.slice(0, 500), workType: task.workType },
      });
      if (task.agentId !== agentId || task.status !== "pending") return null;
      if (await transitionTask(tx, task, "unplace", { agentId: null, placedAt: null })) {
        await releaseHostLocks(tx, task.id);
        await enqueue(tx, [{ name: "plan.dispatch", planId: task.planId }]);
      }
      return null;
    });
  }

  /** A secret, or what an agent's machine is, that changed since the task was placed makes its plan stale, as before. */
  private async turnsStale(tx: Tx, task: TaskRow): Promise<boolean> {
    const body = taskBodySchema.parse(task.body);
    const secrets = body.task.secrets ?? [];
    const itself = actsOnItself(body);
    const why =
      (secrets.length === 0 ? null : await this.deps.secrets.findChange(secrets, tx)) ??
      (itself === null ? null : await this.deps.ownHosts.findChangeIn(tx, itself));
    if (why === null) return false;
    await enqueue(tx, [{ name: "plan.turn_stale", planId: task.planId, why }]);
    return true;
  }

  /**
   * The values that a claimed run is given, by secret; the use is in the history before.
   *
   * @throws secret_changed, secret_unreadable
   */
  openSecrets(run: HeldRun, agent: AgentIdentity): Promise<ReadonlyMap<string, string>> {
    const { requestId, taskId, runId } = run;
    return this.deps.secrets.open(run.body.task.secrets ?? [], {
      actor: agentActor(agent),
      subject: { requestId, taskId, runId, agentId: agent.agentId },
    });
  }

  /** Which of these runs are not over. */
  openAmong(runIds: readonly string[]): Promise<ReadonlySet<string>> {
    return findOpenAmong(this.deps.db, runIds);
  }

  /** Commits that the process is about to exist. Only after this may it be spawned. False: the fence was lost. */
  async markSpawned(run: HeldRun, agent: AgentIdentity): Promise<boolean> {
    return inTransaction(this.deps.db, async (tx) => {
      const spawned = await transitionRun(tx, fenced(run), "spawn", {
        spawnedAt: this.deps.clock.now(),
      });
      if (!spawned) return false;
      await this.deps.audit.record(tx, {
        type: "run.spawned",
        actor: agentActor(agent),
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
    const events: EventBody[] = [];
    if (progress.events.length > 0)
      events.push({ type: "run.events", runId: run.runId, events: [...progress.events] });
    if (progress.lines.length > 0)
      events.push({
        type: "run.output",
        runId: run.runId,
        lines: progress.lineCount <= linesInEvents ? [...progress.lines] : [],
        lineCount: progress.lineCount,
        cutLines: progress.cutLines,
      });
    const { tail, lineCount: lines } = progress;
    return saveProgress(this.deps.db, fenced(run), { tail, lines, events, from: progress.from });
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
          cancelAsked: task.cancelAskedAt !== null || task.stopAskedAt !== null,
          idempotent: task.idempotent,
          attempts: task.attempts,
        },
        this.deps.random(),
      );
      const now = this.deps.clock.now();
      const ours = await transitionRun(tx, fenced(run), consequence.runEvent, {
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
      await this.deps.inventory.noteRun(tx, hostsReached(run, ended));
      await this.recordEnd(tx, { task, run, agent, ended, status: status ?? task.status });
      await this.nudgeOnwards(tx, task, retryMs);
      await appendEvents(
        tx,
        {
          topic: `run:${run.runId}`,
          body: { type: "run.changed", runId: run.runId, status: ended.outcome.verdict },
        },
        requestChanged({ requestId: task.requestId, conversationId: task.conversationId }),
      );
    });
  }

  /**
   * Ends runs that were claimed and not spawned when their agent fell silent: their processes never were, and can not begin
   * any more, so that somebody else may do it. Part of the sweep; idempotent by fence.
   */
  async endUnbegun(): Promise<void> {
    const { db } = this.deps;
    for (const { id } of await findSilentRuns(db, silentAfterSeconds, runStatuses.unbegun)) {
      const row = await findRun(db, id);
      if (row === null) continue;
      const { fence, attempt, nonce, agentId, agentName: name, tail } = row;
      const claimed = { runId: id, fence, attempt, nonce, tail, status: "claimed" } as const;
      const message = `Its agent ${name} fell silent before the run began.`;
      const unbegun = { ...neverBegun, outcome: { ...neverBegun.outcome, message } };
      await this.finish(heldRun(toTaskRow(row.task), claimed), { agentId, name }, unbegun);
    }
  }

  private async recordEnd(
    tx: Tx,
    {
      task,
      run,
      agent,
      ended,
      status,
    }: { task: TaskRow; run: HeldRun; agent: AgentIdentity; ended: Ended; status: TaskStatus },
  ): Promise<void> {
    const subject = { ...taskSubject(task), runId: run.runId, agentId: agent.agentId, status };
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
      peakVramMib: outcome.resources.peakVramMib ?? null,
      sshBytes: outcome.resources.sshBytes ?? null,
    };
    const text = [outcome.message, ended.problem].filter((part) => part !== null).join(" ");
    const actor = ended.foundBy ?? agentActor(agent);
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

  /** What the end of a task makes possible: its own plan goes on or is settled, and others get its slot and locks. */
  private async nudgeOnwards(tx: Tx, task: TaskRow, retryMs: number | null): Promise<void> {
    const goesOn = await isPlanLive(tx, task.planId);
    const own: Job = goesOn
      ? { name: "plan.dispatch", planId: task.planId }
      : { name: "request.settle", requestId: task.requestId };
    const someoneWaits = (await findNextWaiting(tx, 1)).length > 0;
    const others: Job[] = someoneWaits ? [{ name: "waiting.dispatch" }] : [];
    if (retryMs === null) return enqueue(tx, [own, ...others]);
    await enqueue(tx, [own], { delayMs: retryMs });
    await enqueue(tx, others);
  }
}

/** The end of a run of which nothing ever was. */
const neverBegun: Ended = {
  outcome: {
    ...{ verdict: "failed", hosts: [], failedAnsibleTask: null, message: "", exitCode: null },
    ...{ durationMs: 0, lines: 0, cutLines: 0 },
    resources: { wallSeconds: 0, cpuSeconds: 0, peakMemoryMib: null },
  },
  ...{ neverStarted: true, vanished: false, problem: null, foundBy: systemActor },
};

/** Hosts of a run on which Ansible did something, and whose inventory names them. */
function hostsReached({ body }: HeldRun, { outcome }: Ended) {
  const reached = outcome.hosts.filter(({ host, unreachable, ok, changed, failed }) => {
    return unreachable === 0 && ok + changed + failed > 0 && body.task.hosts.includes(host);
  });
  return {
    repositoryId: body.inventorySource?.repositoryId ?? body.repositoryId,
    hosts: reached.map(({ host }) => host),
  };
}

function taskAuditType(
  status: TaskStatus,
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
