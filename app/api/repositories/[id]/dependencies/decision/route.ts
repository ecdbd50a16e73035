import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("decideDependencies", ({ services, principal, params, body }) =>
  services.dependencies.decide(principal, params.id, body),
);
