import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readPhases", ({ services, params }) =>
  services.requestViews.phases(params.id),
);
