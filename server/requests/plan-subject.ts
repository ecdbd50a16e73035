import type { Plan } from "#server/contracts/plan.ts";

/** What an entry about a plan is about; its first task stands for the others. */
export function planSubject(plan: Plan) {
  const [first] = plan.body.tasks;
  return {
    requestId: plan.requestId,
    planId: plan.id,
    service: first?.service ?? null,
    host: first?.hosts[0] ?? null,
  };
}
