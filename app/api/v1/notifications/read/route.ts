import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("readNotifications", async ({ services, principal, body }) => {
  await services.notifications.markRead(principal, body.ids);
  return { ok: true };
});
