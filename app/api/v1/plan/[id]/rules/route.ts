import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("planRules", ({ services, params }) =>
  services.ruleLooks.ofPlan(params.id),
);
