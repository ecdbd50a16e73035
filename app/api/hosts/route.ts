import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listHosts", async ({ services }) => ({
  hosts: await services.catalog.listHosts(),
}));
