import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listFirings", ({ services, params, query }) =>
  services.schedules.firings(params.id, query),
);
