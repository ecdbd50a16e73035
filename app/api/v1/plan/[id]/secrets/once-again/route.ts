import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("giveSecretOnceAgain", ({ services, principal, params, body }) =>
  services.planSecrets.giveOnceAgain(principal, params.id, body),
);
