import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("pauseUnattended", ({ services, principal, params }) =>
  services.unattended.pause(principal, params.id),
);
