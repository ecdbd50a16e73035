import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readScaffold", ({ services, params }) =>
  services.scaffoldRequests.view(params.id),
);
