import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readAgentCapacity", async ({ services, params }) => {
  const [capacity] = await services.placements.capacities({ agentId: params.id });
  return { capacity: capacity ?? null };
});
