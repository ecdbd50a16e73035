import { type Actor, systemActor } from "#server/contracts/common.ts";
import type { GatedPhase, Hold } from "#server/contracts/gate.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import type { DecisionsService } from "./decisions-service.ts";
import { holdOf } from "./domain/hold-words.ts";
import type { RequestEvent } from "./domain/request-state.ts";
import { findHeld } from "./gates-repository.ts";
import type { RequestLifecycle } from "./request-lifecycle.ts";
import { findRequest, lockRequest, type StoredRequest } from "./requests-repository.ts";

/** How a request that was held in a phase gets back there. */
const resuming: Readonly<Record<GatedPhase, RequestEvent>> = {
  planning: "unblock",
  approval: "resume_approval",
  execution: "resume_execution",
  verification: "resume_verification",
};

/** Requests that wait for evidence: they go on once it is there, and time out when it does not come. */
export class HeldRequests {
  private readonly deps: {
    readonly db: Database;
    readonly plans: PlansService;
    readonly lifecycle: RequestLifecycle;
    readonly decisions: Pick<DecisionsService, "carryOut">;
  };

  constructor(deps: HeldRequests["deps"]) {
    this.deps = deps;
  }

  /** Job `request.resume`: goes on with a request whose evidence is there. Idempotent; keyed by request. */
  async resume(requestId: string, actor: Actor = systemActor): Promise<boolean> {
    return inTransaction(this.deps.db, async (tx) => {
      const request = await lockRequest(tx, requestId);
      const hold = request === null ? null : holdOf(request);
      if (request === null || hold === null) return false;
      const { lifecycle } = this.deps;
      const sight = await lifecycle.look(tx, request, [hold.phase]);
      if (lifecycle.missingFor(sight, request, [hold.phase]).length > 0) return false;
      await this.goOn(tx, request, hold, actor);
      return true;
    });
  }

  private async goOn(tx: Tx, request: StoredRequest, hold: Hold, actor: Actor): Promise<void> {
    const { lifecycle, plans, decisions } = this.deps;
    await lifecycle.mustMove(tx, request, {
      event: resuming[hold.phase],
      actor,
      reason: `has what it was held for: ${hold.kinds.join(", ")}`,
      context: { hold: null },
    });
    if (hold.phase === "planning")
      return enqueue(tx, [{ name: "request.plan", requestId: request.id }]);
    if (hold.phase !== "approval")
      return enqueue(tx, [{ name: "request.settle", requestId: request.id }]);
    const plan = await plans.newest(request.id, tx);
    const now = await findRequest(tx, request.id);
    if (plan !== null && now !== null) await decisions.carryOut(tx, now, plan, actor);
  }

  /** Lets go on, or ends, what is held and was not nudged. Part of the sweep; each in a transaction of its own. */
  async sweep(): Promise<void> {
    for (const requestId of await findHeld(this.deps.db))
      if (!(await this.resume(requestId))) await this.expire(requestId);
  }

  private async expire(requestId: string): Promise<void> {
    const { db, plans, lifecycle } = this.deps;
    await inTransaction(db, async (tx) => {
      const request = await lockRequest(tx, requestId);
      const hold = request === null ? null : holdOf(request);
      if (request === null || hold === null || new Date(hold.until) > new Date()) return;
      const plan = await plans.newest(requestId, tx);
      if (hold.phase === "approval" && plan !== null) await plans.expire(tx, plan.id);
      await lifecycle.move(tx, request, {
        event: "expire",
        actor: systemActor,
        reason: `nobody attached ${hold.kinds.join(", ")} in time`,
        context: { hold: null },
      });
    });
  }
}
