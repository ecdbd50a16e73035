import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("giveSecretOnce", ({ services, principal, params, body }) =>
  services.planSecrets.giveOnce(principal, params.id, body),
);
