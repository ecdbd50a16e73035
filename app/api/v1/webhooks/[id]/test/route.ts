import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("testWebhook", ({ services, params, body }) =>
  services.webhooks.test(params.id, body),
);
