import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("availableCapacity", async ({ services, query }) => ({
  agents: await services.placements.available(query),
}));
