import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("applyChange", ({ services, principal, params }) =>
  services.changes.apply(principal, params.id),
);
