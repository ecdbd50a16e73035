import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("renewWebhookSecret", ({ services, principal, params }) =>
  services.webhooks.renewSecret(principal, params.id),
);
