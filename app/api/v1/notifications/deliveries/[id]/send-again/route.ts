import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("sendAgain", ({ services, principal, params }) =>
  services.channels.sendAgain(principal, params.id),
);
