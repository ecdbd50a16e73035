import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readPhases", async ({ services, params }) => ({
  phases: await services.requests.phases(params.id),
}));
