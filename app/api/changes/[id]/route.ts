import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readChange", ({ services, params }) =>
  services.changes.view(params.id),
);
