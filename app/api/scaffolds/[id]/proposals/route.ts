import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("proposeScaffoldValues", ({ services, principal, params }) =>
  services.scaffoldRequests.propose(principal, params.id),
);
