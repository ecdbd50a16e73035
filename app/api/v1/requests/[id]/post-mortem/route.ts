import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readPostMortem", ({ services, params }) =>
  services.postMortems.view(params.id),
);
