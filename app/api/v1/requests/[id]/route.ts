import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readRequest", ({ services, params }) =>
  services.requestViews.view(params.id),
);
