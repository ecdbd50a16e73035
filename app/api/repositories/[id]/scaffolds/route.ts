import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("startScaffold", ({ services, principal, params, body }) =>
  services.scaffoldRequests.start(principal, params.id, body),
);
