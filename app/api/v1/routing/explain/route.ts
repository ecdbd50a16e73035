import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("explainRouting", ({ services, body }) =>
  services.placements.explain(body),
);
