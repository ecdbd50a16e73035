import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readModelDecisions", async ({ services, params }) => ({
  decisions: await services.ai.decisionsOf(params.id),
}));
