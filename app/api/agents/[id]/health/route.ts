import { healthOf } from "#server/agents/domain/agent-health.ts";
import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("agentHealth", async ({ services, params }) => {
  const { agent, capacity } = await services.placements.agentDetail(params.id);
  return healthOf(agent, capacity);
});
