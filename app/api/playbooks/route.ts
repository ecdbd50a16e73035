import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listPlaybooks", async ({ services, query }) => ({
  entries: await services.catalog.listPlaybooks(query.text),
}));
