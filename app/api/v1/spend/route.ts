import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readSpend", ({ services, query }) => services.ai.spend(query.days));
