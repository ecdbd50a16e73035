import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readPlan", ({ services, params }) =>
  services.requestViews.livePlan(params.id),
);
