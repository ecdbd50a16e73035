import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readUnattended", ({ services, params }) =>
  services.unattended.view(params.id),
);
