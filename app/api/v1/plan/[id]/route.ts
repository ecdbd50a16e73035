import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readPlan", ({ services, params }) =>
  services.requests.livePlan(params.id),
);
