import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("fillScaffold", ({ services, principal, params, body }) =>
  services.scaffoldRequests.fill(principal, params.id, body),
);
