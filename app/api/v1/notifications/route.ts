import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listNotifications", ({ services, principal, query }) =>
  services.notifications.list(principal, query.limit),
);
