import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("modifyPlan", ({ services, principal, params, body }) =>
  services.decisions.modify(principal, params.id, body),
);
