import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("addInventory", ({ services, principal, body }) =>
  services.catalog.addInventory(principal, body),
);
