import type { AuditService } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { enqueue } from "#server/platform/outbox.ts";
import type { Tx } from "#server/platform/prisma.ts";
import { planSubject } from "./plan-subject.ts";
import type { RequestLifecycle } from "./request-lifecycle.ts";
import type { StoredRequest } from "./requests-repository.ts";

/** Offers plans for approval. */
export class PlanOffers {
  private readonly deps: { audit: AuditService; plans: PlansService; lifecycle: RequestLifecycle };

  constructor(deps: PlanOffers["deps"]) {
    this.deps = deps;
  }

  /**
   * Stores a sealed plan as its request's newest version and lets the request wait for approval; earlier versions are
   * superseded.
   *
   * @throws invalid_state when the request moved on meanwhile
   */
  async offer(
    tx: Tx,
    request: StoredRequest,
    proposal: { body: Plan["body"]; digest: string },
    actor: Actor,
  ): Promise<Plan> {
    const plan = await this.deps.plans.save(tx, request.id, proposal);
    await this.deps.lifecycle.mustMove(tx, request, {
      event: "propose",
      actor,
      note: `version ${plan.version}, ${plan.body.risk} risk: ${plan.body.summary}`,
      context: { openQuestion: null },
      artifacts: [`plan:${plan.id}`],
    });
    await this.deps.audit.record(tx, {
      type: "plan.proposed",
      actor,
      subject: planSubject(plan),
      facts: {
        version: plan.version,
        digest: plan.digest,
        risk: plan.body.risk,
        tasks: plan.body.tasks.length,
      },
      text: plan.body.summary,
    });
    if (request.purpose === "work" && (await this.deps.plans.isPreviewedUnasked(tx, plan)))
      await enqueue(tx, [{ name: "preview.start", planId: plan.id }]);
    if (request.purpose === "work")
      await enqueue(tx, [{ name: "plan.apply_rules", planId: plan.id }]);
    await this.deps.lifecycle.announceInbox(tx);
    return plan;
  }
}
