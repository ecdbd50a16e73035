import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listWebhooks", async ({ services }) => ({
  webhooks: await services.webhooks.list(),
}));
export const POST = defineRoute("createWebhook", ({ services, principal, body }) =>
  services.webhooks.create(principal, body),
);
