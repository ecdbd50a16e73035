import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("replanRequest", ({ services, principal, params, body }) =>
  services.requests.replan(principal, params.id, body.reason),
);
