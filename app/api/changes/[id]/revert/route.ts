import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("revertChange", ({ services, principal, params }) =>
  services.changes.revert(principal, params.id),
);
