import { defineRoute } from "#server/http/define-route.ts";
import { shownBySender } from "#server/http/shown-secret.ts";

export const POST = defineRoute("receiveAlerts", async ({ services, params, caller, request }) =>
  services.receiveAlerts.receive(params.id, await shownBySender(request), caller.address),
);
export const PATCH = defineRoute("changeWebhook", ({ services, principal, params, body }) =>
  services.webhooks.change(principal, params.id, body),
);
export const DELETE = defineRoute("deleteWebhook", async ({ services, principal, params }) => {
  await services.webhooks.remove(principal, params.id);
  return { ok: true };
});
