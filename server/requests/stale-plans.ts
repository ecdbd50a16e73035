import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { planSubject } from "./plan-subject.ts";
import { findRequest } from "./requests-repository.ts";

/** Plans that were overtaken: something they use changed after they were made. */
export class StalePlans {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    plans: PlansService;
    execution: ExecutionService;
  };

  constructor(deps: StalePlans["deps"]) {
    this.deps = deps;
  }

  /** Job `plan.turn_stale`: nothing of the plan that still waits will run. Idempotent; keyed by plan. */
  async turnStale(planId: string, why: string): Promise<void> {
    const { plans, execution, audit } = this.deps;
    await inTransaction(this.deps.db, async (tx) => {
      const plan = await plans.find(planId, tx);
      if (plan === null || !(await plans.turnStale(tx, planId, why))) return;
      const reason = `Not run, because the plan turned stale: ${why}`;
      await execution.cancelPlan(tx, planId, systemActor, reason);
      await audit.record(tx, {
        type: "plan.stale",
        actor: systemActor,
        subject: planSubject(plan),
        facts: { digest: plan.digest },
        text: why,
      });
      // Whoever asks again gets a plan of what is there now.
      await enqueue(tx, [{ name: "repository.scan", repositoryId: plan.body.repositoryId }]);
      const request = await findRequest(tx, plan.requestId);
      if (request === null) return;
      const { id: requestId, conversationId } = request;
      await announceRequest(tx, { requestId, conversationId });
    });
  }
}
