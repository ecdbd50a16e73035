import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readRule", ({ services, params }) =>
  services.rules.view(params.id),
);

export const PATCH = defineRoute("changeRule", ({ services, principal, params, body }) =>
  services.rules.change(principal, params.id, body),
);

export const DELETE = defineRoute("revokeRule", ({ services, principal, params }) =>
  services.rules.revoke(principal, params.id),
);
