import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listPeople", async ({ services }) => ({
  people: await services.people.list(),
}));
