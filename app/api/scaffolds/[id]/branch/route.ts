import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("putScaffoldOnBranch", ({ services, principal, params }) =>
  services.scaffoldRequests.putOnBranch(principal, params.id),
);
