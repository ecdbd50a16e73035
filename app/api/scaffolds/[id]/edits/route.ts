import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("editScaffold", ({ services, principal, params, body }) =>
  services.scaffoldRequests.edit(principal, params.id, body),
);
