import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("refreshInventory", ({ services, principal, params, body }) =>
  services.doctor.refreshInventory(principal, params.id, body),
);
