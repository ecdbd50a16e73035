import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("stopUnattended", ({ services, principal, params }) =>
  services.unattended.stop(principal, params.id),
);
