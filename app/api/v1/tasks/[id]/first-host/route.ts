import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute(
  "decideFirstHost",
  async ({ services, principal, params, body }) => {
    await services.holds.decide(principal, params.id, body);
    return services.execution.taskView(params.id);
  },
);
