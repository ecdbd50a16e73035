import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readContext", async ({ services, params }) => ({
  context: await services.requests.context(params.id),
}));
