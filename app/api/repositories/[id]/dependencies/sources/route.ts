import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("giveSource", ({ services, principal, params, body }) =>
  services.dependencies.giveSource(principal, params.id, body),
);

export const DELETE = defineRoute("withdrawSource", ({ services, principal, params, query }) =>
  services.dependencies.withdrawSource(principal, params.id, query),
);
