import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("giveUpTask", async ({ services, principal, params, body }) => {
  await services.lostRuns.giveUp(principal, params.id, body.reason ?? null);
  return services.execution.taskView(params.id);
});
