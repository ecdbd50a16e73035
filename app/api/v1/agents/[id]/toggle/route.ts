import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("toggleAgent", ({ services, principal, params }) =>
  services.agents.toggle(principal, params.id),
);
