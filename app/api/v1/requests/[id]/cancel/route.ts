import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("cancelRequest", ({ services, principal, params, body }) =>
  services.requests.cancel(principal, params.id, body),
);
