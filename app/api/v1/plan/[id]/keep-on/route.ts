import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("keepOn", ({ services, principal, params, body }) =>
  services.keepOn.start(principal, params.id, body),
);
