import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("planStatus", ({ services, params }) =>
  services.requestViews.viewOfPlan(params.id),
);
