import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("testChannel", ({ services, principal, params, request }) =>
  services.channels.test(principal, params.id, request.headers.get("origin")),
);
