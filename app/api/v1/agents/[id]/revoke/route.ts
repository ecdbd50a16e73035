import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("revokeAgent", ({ services, principal, params }) =>
  services.enrolments.revoke(principal, params.id),
);
