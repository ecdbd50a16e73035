import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readContext", ({ services, params }) =>
  services.requestViews.context(params.id),
);
