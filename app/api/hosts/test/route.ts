import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("testHost", ({ services, principal, body }) =>
  services.inventory.testHost(principal, body),
);
