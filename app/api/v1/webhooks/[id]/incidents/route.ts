import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listIncidents", ({ services, params, query }) =>
  services.webhooks.incidents(params.id, query),
);
