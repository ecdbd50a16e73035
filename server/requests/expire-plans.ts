import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { planSubject } from "./plan-subject.ts";
import type { RequestLifecycle } from "./request-lifecycle.ts";
import { findRequest } from "./requests-repository.ts";

/** Ends plans whose time ran out: undecided, approved and never taken up, or still waiting past their own expiry. */
export class ExpirePlans {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    plans: PlansService;
    execution: ExecutionService;
    lifecycle: RequestLifecycle;
  };

  constructor(deps: ExpirePlans["deps"]) {
    this.deps = deps;
  }

  /** Part of the sweep. Each plan ends in a transaction of its own. */
  async run(): Promise<void> {
    for (const { planId, requestId } of await this.deps.plans.pastExpiry())
      await this.expire(planId, requestId);
    for (const { planId, requestId } of await this.deps.execution.expiredApprovals())
      await this.expire(planId, requestId);
  }

  private async expire(planId: string, requestId: string): Promise<void> {
    const { plans, execution, lifecycle, audit } = this.deps;
    await inTransaction(this.deps.db, async (tx) => {
      const plan = await plans.find(planId, tx);
      const request = await findRequest(tx, requestId);
      if (plan === null || request === null || !(await plans.expire(tx, planId))) return;
      const reason = "Not run, because the approval expired.";
      await execution.cancelPlan(tx, planId, systemActor, reason);
      await lifecycle.move(tx, request, {
        event: "expire",
        actor: systemActor,
        reason: "nobody decided in time",
      });
      await audit.record(tx, {
        type: "plan.expired",
        actor: systemActor,
        subject: planSubject(plan),
        facts: { digest: plan.digest },
      });
      await lifecycle.announceInbox(tx);
    });
  }
}
