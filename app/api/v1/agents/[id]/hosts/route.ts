import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("setAgentHosts", ({ services, principal, params, body }) =>
  services.ownHosts.set(principal, params.id, body.hosts),
);
