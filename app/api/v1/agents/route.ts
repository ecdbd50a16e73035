import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listAgents", ({ services, query }) => services.agents.list(query));

export const POST = defineRoute("createEnrolment", ({ services, principal }) =>
  services.enrolments.create(principal),
);
