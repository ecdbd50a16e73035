import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("chooseInventory", ({ services, principal, params, body }) =>
  services.doctor.chooseInventory(principal, params.id, body),
);
