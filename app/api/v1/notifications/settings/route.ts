import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readNotificationSettings", ({ services, principal }) =>
  services.channels.settings(principal),
);
export const PATCH = defineRoute("chooseNotifications", ({ services, principal, body }) =>
  services.channels.choose(principal, body.scopes),
);
