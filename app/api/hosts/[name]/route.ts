import { defineRoute } from "#server/http/define-route.ts";

export const PATCH = defineRoute("changeHost", async ({ services, principal, params, body }) => ({
  hosts: await services.inventory.changeHost(principal, params.name, body),
}));

export const DELETE = defineRoute("removeHost", async ({ services, principal, params }) => ({
  hosts: await services.inventory.removeHost(principal, params.name),
}));
