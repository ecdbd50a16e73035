import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("saveSecretForPlan", ({ services, principal, params, body }) =>
  services.planSecrets.save(principal, params.id, body),
);
