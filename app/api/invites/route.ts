import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("invitePerson", ({ services, principal, body }) =>
  services.people.invite(principal, body.role),
);
