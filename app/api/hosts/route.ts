import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listHosts", async ({ services }) => ({
  hosts: await services.inventory.listHosts(),
}));

export const POST = defineRoute("addHost", async ({ services, principal, body }) => ({
  hosts: await services.inventory.addHost(principal, body),
}));
