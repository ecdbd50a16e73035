import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readAgent", ({ services, params }) =>
  services.placements.agentDetail(params.id),
);

export const PATCH = defineRoute("changeAgent", ({ services, principal, params, body }) =>
  services.agents.change(principal, params.id, body),
);

export const DELETE = defineRoute("removeAgent", async ({ services, principal, params }) => {
  await services.placements.removeAgent(principal, params.id);
  return { ok: true };
});
