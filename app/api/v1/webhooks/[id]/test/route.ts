import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("testWebhook", ({ services, principal, params, body }) =>
  services.webhooks.test(principal, params.id, body),
);
