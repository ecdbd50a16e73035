import { countByStatus } from "#server/agents/domain/agent-health.ts";
import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("agentsStatus", async ({ services }) => {
  const { agents } = await services.agents.list();
  return { counts: countByStatus(agents), agents };
});
