import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("createChannel", ({ services, principal, body, request }) =>
  services.channels.create(principal, body, request.headers.get("origin")),
);
