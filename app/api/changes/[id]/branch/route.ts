import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("putChange", ({ services, principal, params }) =>
  services.changes.put(principal, params.id),
);
