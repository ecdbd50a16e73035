import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("ruleOffers", async ({ services, query }) => ({
  offers: await services.ruleLooks.offers(query.times),
}));
