import type { AgentsService } from "#server/agents/agents-service.ts";
import type { OwnHostsService } from "#server/agents/own-hosts-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { RoutingDecision } from "#server/contracts/routing.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import {
  nothingHeld,
  placeableOf,
  type Route,
  type RoutingService,
} from "#server/routing/routing-service.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { untouchedWords } from "./domain/first-host-words.ts";
import { lockRequestOf } from "./domain/host-locks.ts";
import { findBlocked, findReady, findUnjudged } from "./domain/ready-tasks.ts";
import { hostsOf, taskSubject } from "./held-run.ts";
import {
  findFormerAgents,
  findHeld,
  findTrackRecords,
  findUnclaimed,
  insertRoutingDecision,
  releaseHostLocks,
} from "./placement-repository.ts";
import { endSurplus } from "./surplus-tasks.ts";
import { takeTaskLocks } from "./take-locks.ts";
import { actsOnItself, taskBodySchema } from "./task-body.ts";
import {
  findGraph,
  findTasks,
  findTasksOfPlan,
  type GraphTask,
  lockTasks,
  lockWaitingTask,
  type TaskRow,
  transitionTask,
} from "./task-repository.ts";

/** Ready tasks of one plan that are looked at in one pass: as many as a plan holds. */
const maxLookedAt = 50;
/** Of these, at a time. */
const lookedAtOnce = 8;
/** A placed task is nudged again after this long, and taken back when its agent stays silent. */
const renudgeSeconds = 2;
const takeBackSeconds = 15;

/** A ready task with where it should go. */
interface Routed {
  readonly task: TaskRow;
  readonly decision: Route;
}

/** A pass over a plan, and the one that follows it where somebody asked meanwhile. */
interface Pass {
  readonly now: Promise<number>;
  next?: Promise<number>;
}

/** Gives ready tasks to agents: feasible, scored, explained; re-checked under locks; then a nudge. */
export class DispatchService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    catalog: CatalogService;
    secrets: Pick<SecretsService, "findChange">;
    ownHosts: Pick<OwnHostsService, "findChange">;
    agents: Pick<AgentsService, "lockIn">;
    routing: RoutingService;
    clock: Clock;
  };

  private readonly agentsHere = new Map<string, (taskId: string) => void>();
  private readonly underWay = new Map<string, Pass>();

  constructor(deps: DispatchService["deps"]) {
    this.deps = deps;
  }

  /** Has an agent of this process told of what is placed. No nudge is written for it: the sweep makes up for one that is lost. */
  tellAtOnce(agentId: string, onPlaced: (taskId: string) => void): void {
    this.agentsHere.set(agentId, onPlaced);
  }

  /**
   * Places every ready task of a plan that an agent has a slot for. Idempotent; keyed by plan. Calls while one is under way
   * in this process are one that follows it.
   *
   * @returns how many it placed
   */
  dispatch(planId: string): Promise<number> {
    const under = this.underWay.get(planId);
    if (under?.next !== undefined) return under.next;
    if (under === undefined) return this.begin(planId);
    under.next = under.now.then(
      () => this.begin(planId),
      () => this.begin(planId),
    );
    return under.next;
  }

  private begin(planId: string): Promise<number> {
    const pass: Pass = { now: this.dispatchOnce(planId) };
    this.underWay.set(planId, pass);
    const over = () => {
      if (this.underWay.get(planId) === pass && pass.next === undefined)
        this.underWay.delete(planId);
    };
    pass.now.then(over, over);
    return pass.now;
  }

  private async dispatchOnce(planId: string): Promise<number> {
    const graph = await findGraph(this.deps.db, planId);
    if (graph.length === 0) return 0;
    await endSurplus(this.deps, graph);
    await this.skipBlocked(planId, graph);
    await this.askForJudgement(graph);
    return this.placeReady(planId, findReady(graph, this.deps.clock.now()).slice(0, maxLookedAt));
  }

  /**
   * A few at a time: once no agent has anything left to give, the rest has nothing to hear, but for those that nobody has
   * told yet why they wait.
   */
  private async placeReady(planId: string, free: readonly GraphTask[]): Promise<number> {
    let placed = 0;
    for (let rest = free; rest.length > 0; ) {
      const some = rest.slice(0, lookedAtOnce);
      rest = rest.slice(lookedAtOnce);
      const found = await this.placeSome(planId, some);
      if (found === null) return placed;
      placed += found;
      if (found < some.length && rest.length > 0 && !(await this.hasRoom()))
        rest = rest.filter(({ status }) => status === "pending");
    }
    return placed;
  }

  private async hasRoom(): Promise<boolean> {
    return this.deps.routing.hasRoom(await findHeld(this.deps.db));
  }

  /** @returns how many of these found an agent; null where the plan no longer holds */
  private async placeSome(planId: string, some: readonly GraphTask[]): Promise<number | null> {
    const ready = await findTasks(
      this.deps.db,
      some.map(({ id }) => id),
    );
    if (ready.length === 0) return 0;
    const isNew = ready.some(({ status }) => status === "pending");
    const [routed, checked] = await Promise.all([
      this.route(ready),
      isNew ? this.checkHead(ready) : null,
    ]);
    // All that has an agent to wait for is asked about when that agent is free: a long backlog costs git nothing.
    if (routed.every(isQueued)) return this.placeOrPause(routed, null);
    const head = checked ?? (await this.checkHead(ready));
    if (head.kind === "changed") {
      await inTransaction(this.deps.db, (tx) =>
        enqueue(tx, [{ name: "plan.turn_stale", planId, why: head.why }]),
      );
      return null;
    }
    if (head.kind === "unreadable") {
      for (const task of ready) await this.pause(task, head.why);
      return 0;
    }
    return this.placeOrPause(routed, head.commit);
  }

  private async route(ready: readonly TaskRow[]): Promise<Routed[]> {
    if (ready.length === 0) return [];
    const [held, formerAgents, records] = await Promise.all([
      findHeld(this.deps.db),
      findFormerAgents(
        this.deps.db,
        ready.map(({ id }) => id),
      ),
      findTrackRecords(
        this.deps.db,
        ready.map(({ workType }) => workType),
      ),
    ]);
    const placeable = ready.map((task) => asPlaceable(task, formerAgents.get(task.id)));
    const decisions = await this.deps.routing.place(placeable, { held, records });
    return ready.flatMap((task, index) => {
      const decision = decisions[index];
      return decision === undefined ? [] : [{ task, decision }];
    });
  }

  /** Places what has an agent and pauses the rest with the reason; nothing is placed without a checked head. */
  private async placeOrPause(
    routed: readonly Routed[],
    checkedHead: string | null,
  ): Promise<number> {
    let placed = 0;
    for (const { task, decision } of routed) {
      const agentId = decision.chosenAgentId;
      if (agentId === null || checkedHead === null)
        await this.pause(task, decision.reason, decision);
      else if (await this.place(task, decision, agentId, checkedHead)) placed += 1;
    }
    return placed;
  }

  /** Compares the secrets and the branch as they are now with what the plan was made from. Work waits while that cannot be told. */
  private async checkHead(
    tasks: readonly TaskRow[],
  ): Promise<
    | { kind: "same"; commit: string }
    | { kind: "changed"; why: string }
    | { kind: "unreadable"; why: string }
  > {
    const bodies = tasks.map((task) => taskBodySchema.parse(task.body));
    const first = bodies[0];
    if (first === undefined) return { kind: "changed", why: "the plan has no tasks" };
    const secrets = bodies.flatMap((body) => body.task.secrets ?? []);
    const changed = await this.deps.secrets.findChange(secrets);
    if (changed !== null) return { kind: "changed", why: changed };
    for (const body of bodies) {
      const itself = actsOnItself(body);
      const why = itself === null ? null : await this.deps.ownHosts.findChange(itself);
      if (why !== null) return { kind: "changed", why };
    }
    const files = bodies.flatMap((body) => body.task.files);
    if (files.length === 0) return { kind: "same", commit: first.commit };
    try {
      const dynamicIncludes = bodies.some(({ task }) => task.dynamicIncludes === true);
      const change = await this.deps.catalog.headChange(first.repositoryId, first.commit, files, {
        dynamicIncludes,
        requirementsLock: first.requirementsLock,
        inventorySource: first.inventorySource,
      });
      if (change.kind === "changed") return { kind: "changed", why: change.why };
      return { kind: "same", commit: change.head };
    } catch (error) {
      if (!isAppError(error, "repository_unreadable")) throw error;
      return { kind: "unreadable", why: error.message };
    }
  }

  private async place(
    task: TaskRow,
    decision: Route,
    agentId: string,
    checkedHead: string,
  ): Promise<boolean> {
    const placeable = asPlaceable(task);
    const tell = this.agentsHere.get(agentId);
    const blockedBy = await inTransaction(this.deps.db, async (tx) => {
      const agent = await this.deps.agents.lockIn(tx, agentId);
      const held = (await findHeld(tx, agentId)).get(agentId) ?? nothingHeld;
      // Before any lock is taken for it: nobody would release those of a task that is over by now.
      const waiting = await lockWaitingTask(tx, task.id);
      if (waiting === null) return null;
      if (agent === null) return "its agent was removed";
      const obstacle = this.deps.routing.recheck(placeable, { agent, held }, decision);
      if (obstacle !== null) return obstacle.message;
      const lock = await takeTaskLocks(
        tx,
        task.id,
        lockRequestOf(taskBodySchema.parse(task.body).task),
      );
      if (lock !== null) return lock;
      await transitionTask(tx, waiting, "place", {
        agentId,
        checkedHead,
        placedAt: this.deps.clock.now(),
        pausedReason: null,
      });
      await insertRoutingDecision(tx, task.id, decision);
      await this.deps.audit.record(tx, {
        type: "task.placed",
        actor: systemActor,
        subject: { ...taskSubject(task), agentId },
        facts: { method: decision.method, reason: decision.reason.slice(0, 500) },
      });
      if (tell === undefined) await enqueue(tx, [{ name: "task.start", taskId: task.id, agentId }]);
      await announceRequest(tx, task);
      return null;
    });
    if (blockedBy !== null) await this.pause(task, blockedBy);
    else tell?.(task.id);
    return blockedBy === null;
  }

  /** Says why a task waits. It goes on by itself when something ends, when an agent reports, or at the next sweep. */
  private async pause(
    task: TaskRow,
    reason: string,
    decision: RoutingDecision | null = null,
  ): Promise<void> {
    if (task.status === "paused" && task.pausedReason === reason) return;
    await inTransaction(this.deps.db, async (tx) => {
      // Another dispatcher may have placed it meanwhile: then it waits for nothing, and its locks are its own.
      const waiting = await lockWaitingTask(tx, task.id);
      if (waiting === null) return;
      await releaseHostLocks(tx, task.id);
      await transitionTask(tx, waiting, "pause", { pausedReason: reason });
      if (decision !== null) await insertRoutingDecision(tx, task.id, decision);
      if (waiting.status !== "paused") {
        await this.deps.audit.record(tx, {
          type: "task.paused",
          actor: systemActor,
          subject: taskSubject(task),
          facts: { reason: reason.slice(0, 500) },
        });
      }
      await announceRequest(tx, task);
    });
  }

  /** The rest of a task's hosts goes on once somebody above has looked at the first. */
  private async askForJudgement(tasks: readonly GraphTask[]): Promise<void> {
    const unjudged = findUnjudged(tasks);
    if (unjudged.length === 0) return;
    const nudges = unjudged.map(({ id }) => ({ name: "first_host.judge" as const, taskId: id }));
    await inTransaction(this.deps.db, (tx) => enqueue(tx, nudges));
  }

  /** Skips what can no longer run because something it needs did not succeed. */
  private async skipBlocked(planId: string, graph: readonly GraphTask[]): Promise<void> {
    if (findBlocked(graph).length === 0) return;
    const tasks = await findTasksOfPlan(this.deps.db, planId);
    const blocked = findBlocked(tasks);
    await inTransaction(this.deps.db, async (tx) => {
      for (const { task, because } of blocked) {
        const skipped = await transitionTask(tx, task, "skip", {
          message: notRun(task, because),
          finishedAt: this.deps.clock.now(),
        });
        if (skipped === null) continue;
        await this.deps.audit.record(tx, {
          type: "task.skipped",
          actor: systemActor,
          subject: { ...taskSubject(task), status: "skipped" },
          facts: { because: because.id },
        });
      }
      const first = tasks[0];
      if (first !== undefined) {
        await enqueue(tx, [{ name: "request.settle", requestId: first.requestId }]);
        await announceRequest(tx, first);
      }
    });
  }

  /** Re-nudges whatever waits although nothing holds it back: the fallback for a lost job or a silent agent. */
  async sweep(): Promise<void> {
    const { db } = this.deps;
    const unclaimed = await findUnclaimed(db, renudgeSeconds);
    const waiting = unclaimed.filter(({ age }) => age <= takeBackSeconds);
    // All at once: a Redis that forgot everything is no time for one transaction each.
    if (waiting.length > 0)
      await inTransaction(db, (tx) =>
        enqueue(
          tx,
          waiting.map(({ id, agentId }) => ({ name: "task.start", taskId: id, agentId })),
        ),
      );
    for (const { id, planId } of unclaimed.filter(({ age }) => age > takeBackSeconds)) {
      await inTransaction(db, async (tx) => {
        const [task] = await lockTasks(tx, { id });
        // Its agent may have claimed it meanwhile, or somebody cancelled it.
        if (task === undefined || task.agentId === null) return;
        if (!(await transitionTask(tx, task, "unplace", { agentId: null, placedAt: null }))) return;
        await releaseHostLocks(tx, id);
        await enqueue(tx, [{ name: "plan.dispatch", planId }]);
      });
    }
  }
}

function notRun(task: TaskRow, because: TaskRow): string {
  const why = `because "${because.name}" did not succeed`;
  const waits = task.hold === "held" && hostsOf(because).length === 1;
  return waits
    ? `Not run, ${why} on ${hostsOf(because).join()}: ${untouchedWords(hostsOf(task))}`
    : `Not run, ${why}.`;
}

/** True for what an agent would do, had it a slot left. */
function isQueued({ decision }: Routed): boolean {
  return decision.chosenAgentId === null && decision.isWorthWaiting;
}

function asPlaceable(task: TaskRow, formerAgentIds: readonly string[] = []) {
  const body = taskBodySchema.parse(task.body);
  return { ...placeableOf(body.task, formerAgentIds), ansiblePath: body.ansible?.path ?? null };
}
