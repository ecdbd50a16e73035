import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("giveSecretAgain", ({ services, principal, params, body }) =>
  services.planSecrets.giveAgain(principal, params.id, body),
);
