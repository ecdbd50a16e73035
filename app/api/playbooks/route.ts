import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listPlaybooks", async ({ services, query }) => ({
  entries: await services.matching.listPlaybooks(query.text),
}));
