import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("searchAgents", ({ services, query }) =>
  services.agents.list({ capability: query.capabilities }),
);
