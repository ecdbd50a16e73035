import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("replanRequest", ({ services, principal, params, body }) =>
  services.planAgain.start(principal, params.id, body),
);
