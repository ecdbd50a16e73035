import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readTaskRouting", ({ services, params }) =>
  services.placements.routingOf(params.id),
);
