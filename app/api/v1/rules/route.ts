import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listRules", ({ services, query }) => services.rules.list(query));

export const POST = defineRoute("makeRule", ({ services, principal, body }) =>
  services.rules.make(principal, body),
);
