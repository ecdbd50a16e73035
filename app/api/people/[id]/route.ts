import { defineRoute } from "#server/http/define-route.ts";

export const PATCH = defineRoute("changePerson", ({ services, principal, params, body }) =>
  services.people.change(principal, params.id, body),
);
