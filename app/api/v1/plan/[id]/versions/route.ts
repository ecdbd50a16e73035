import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("modifyPlan", ({ services, principal, params, body }) =>
  services.requests.modify(principal, params.id, body),
);
