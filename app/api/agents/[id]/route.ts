import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("agentDetails", ({ services, params }) =>
  services.placements.agentDetail(params.id),
);
