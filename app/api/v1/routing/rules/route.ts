import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readRoutingRules", ({ services }) => services.routingRules.view());

export const PATCH = defineRoute("saveRoutingRules", ({ services, principal, body }) =>
  services.routingRules.save(principal, body),
);
