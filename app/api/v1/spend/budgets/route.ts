import { defineRoute } from "#server/http/define-route.ts";

export const PATCH = defineRoute("setBudgets", ({ services, principal, body }) =>
  services.ai.setBudgets(principal, body),
);
