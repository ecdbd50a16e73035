import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { Job } from "#server/contracts/jobs.ts";
import type { CheckResult, Plan } from "#server/contracts/plan.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import type { DispatchService } from "#server/execution/dispatch-service.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { WaitingPlansService } from "#server/execution/waiting-plans-service.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { plural } from "#server/lib/units.ts";
import type { PlanningService } from "#server/planning/planning-service.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import type { RequestEvent } from "./domain/request-state.ts";
import type { PhaseMoves } from "./phase-moves.ts";
import { planSubject } from "./plan-subject.ts";
import { findRequest, findStuck, type StoredRequest } from "./requests-repository.ts";
import { runChecks } from "./service-check.ts";

/** Phases that move on by themselves, and after how long of standing still they are nudged again. */
const selfMovingPhases: readonly RequestPhase[] = ["intake", "planning"];
const stuckAfterSeconds = 5;
const checksTimeoutMs = 15 * 60_000;

/** Says to people that a request is over, in the transaction that ends it. */
type Tell = (tx: Tx, request: StoredRequest) => Promise<void>;

/** A step that nobody but Chiffon takes. */
interface Step {
  readonly event: RequestEvent;
  readonly reason: string | null;
}

/** Takes an approved request to its end: dispatch, checks, done or failed, and what time or a change does to it. */
export class SettlementService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    planning: PlanningService;
    execution: ExecutionService;
    dispatch: DispatchService;
    waiting: WaitingPlansService;
    moves: PhaseMoves;
  };

  /** Requests whose checks run in this process: a repeated nudge does not start them twice. */
  private readonly verifying = new Set<string>();

  constructor(deps: SettlementService["deps"]) {
    this.deps = deps;
  }

  /** The dispatcher's entry: gives the plan's ready tasks to agents. Returns how many it placed. */
  async dispatch(planId: string): Promise<number> {
    const [placed] = await Promise.all([
      this.deps.dispatch.dispatch(planId),
      this.deps.planning.markPickedUp(planId),
    ]);
    return placed;
  }

  /** Something ended: what waits for room gets what it left. */
  async fillRoom(): Promise<void> {
    await this.deps.waiting.fillRoom((planId) => this.dispatch(planId));
  }

  /** Something a plan uses changed after it was made: the plan is stale and nothing of it that waits will run. */
  async turnStale(planId: string, why: string): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      const plan = await this.deps.planning.find(planId, tx);
      if (plan === null || !(await this.deps.planning.turnStale(tx, planId, why))) return;
      await this.deps.execution.cancelPlan(
        tx,
        planId,
        systemActor,
        `Not run, because the plan turned stale: ${why}`,
      );
      await this.deps.audit.record(tx, {
        type: "plan.stale",
        actor: systemActor,
        subject: planSubject(plan),
        facts: { digest: plan.digest },
        text: why,
      });
      const request = await findRequest(tx, plan.requestId);
      if (request !== null)
        await announceRequest(tx, {
          requestId: request.id,
          conversationId: request.conversationId,
        });
    });
  }

  /** Moves an executing request on once all its tasks are over: to failed, cancelled, or through its checks to done. */
  async settle(requestId: string, tell: Tell): Promise<void> {
    const request = await findRequest(this.deps.db, requestId);
    if (request === null || !["execution", "verification"].includes(request.phase)) return;
    const [plan] = await this.deps.planning.versions(requestId);
    if (plan === undefined || plan.status !== "approved") return;
    const tasks = await this.deps.execution.tasksOf(plan.id);
    if (
      tasks.some((task) => ["pending", "paused", "running", "needs_review"].includes(task.status))
    )
      return;
    const failed = tasks.find((task) => task.status === "failed");
    if (failed !== undefined) {
      const reason = failed.message ?? `"${failed.name}" failed`;
      await this.take(request, [{ event: "fail", reason }], { tell });
    } else if (tasks.some((task) => task.status === "cancelled")) {
      const reason = "stopped before everything had run";
      await this.take(request, [{ event: "cancel", reason }], { tell });
    } else {
      await this.verify(request, plan, tell);
    }
  }

  private async verify(request: StoredRequest, plan: Plan, tell: Tell): Promise<void> {
    const begin: Step[] = request.phase === "execution" ? [{ event: "verify", reason: null }] : [];
    if (plan.body.tasks.every((task) => task.checks.length === 0)) {
      await this.take(request, [...begin, afterChecks([])], { tell, checks: [] });
      return;
    }
    if (this.verifying.has(request.id)) return;
    this.verifying.add(request.id);
    try {
      const verifying = await this.take(request, begin, {});
      if (verifying === null) return;
      const signal = AbortSignal.timeout(checksTimeoutMs);
      const checks: CheckResult[] = [];
      for (const task of plan.body.tasks) checks.push(...(await runChecks(task, signal)));
      await this.take(verifying, [afterChecks(checks)], { tell, checks });
    } finally {
      this.verifying.delete(request.id);
    }
  }

  /**
   * Takes steps in one transaction.
   *
   * @returns the request as it stands then, null when somebody moved it first and nothing was done
   */
  private async take(
    request: StoredRequest,
    steps: readonly Step[],
    { tell, checks }: { tell?: Tell; checks?: CheckResult[] },
  ): Promise<StoredRequest | null> {
    try {
      return await inTransaction(this.deps.db, async (tx) => {
        // In the order of every other writer: the conversation's row, then its events.
        await tell?.(tx, request);
        let current = request;
        for (const [at, { event, reason }] of steps.entries()) {
          if (at > 0) current = (await findRequest(tx, request.id)) ?? current;
          await this.deps.moves.mustMove(tx, current, {
            event,
            reason,
            actor: systemActor,
            checks,
            ...(reason === null && checks !== undefined ? { note: checksPassed(checks) } : {}),
          });
        }
        return steps.length === 0 ? request : findRequest(tx, request.id);
      });
    } catch (error) {
      if (isAppError(error, "invalid_state")) return null;
      throw error;
    }
  }

  /** Expires what waited too long and nudges what stands still: the fallback for lost jobs. */
  async sweep(): Promise<void> {
    for (const { id, requestId } of await this.deps.planning.overdue())
      await this.expire(id, requestId);
    for (const { planId, requestId } of await this.deps.execution.waitingPastExpiry())
      await this.expire(planId, requestId);
    const stuck = await findStuck(this.deps.db, selfMovingPhases, stuckAfterSeconds);
    const unsettled = await this.deps.execution.finishedUnsettled();
    const nudges: Job[] = [
      ...stuck.map((requestId) => ({ name: "request.plan" as const, requestId })),
      ...unsettled.map((requestId) => ({ name: "request.settle" as const, requestId })),
    ];
    if (nudges.length > 0) await inTransaction(this.deps.db, (tx) => enqueue(tx, nudges));
    await this.deps.waiting.tryEach((planId) => this.dispatch(planId));
  }

  private async expire(planId: string, requestId: string): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      const plan = await this.deps.planning.find(planId, tx);
      const request = await findRequest(tx, requestId);
      if (plan === null || request === null || !(await this.deps.planning.expire(tx, planId)))
        return;
      await this.deps.execution.cancelPlan(
        tx,
        planId,
        systemActor,
        "Not run, because the approval expired.",
      );
      await this.deps.moves.move(tx, request, {
        event: "expire",
        actor: systemActor,
        reason: "nobody decided in time",
      });
      await this.deps.audit.record(tx, {
        type: "plan.expired",
        actor: systemActor,
        subject: planSubject(plan),
        facts: { digest: plan.digest },
      });
      await this.deps.moves.announceInbox(tx);
    });
  }
}

/** Done when every check passed; the first that did not says why it failed. */
function afterChecks(checks: readonly CheckResult[]): Step {
  const bad = checks.find((check) => !check.ok);
  return bad === undefined
    ? { event: "finish", reason: null }
    : { event: "fail", reason: `The check ${bad.target} did not pass: ${bad.message}` };
}

function checksPassed(checks: readonly CheckResult[]): string {
  return `${checks.filter((check) => check.ok).length} of ${plural(checks.length, "check")} passed`;
}
