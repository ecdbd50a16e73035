import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("startPlanNow", ({ services, principal, params }) =>
  services.decisions.startNow(principal, params.id),
);
