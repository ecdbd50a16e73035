import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("createEnrolment", ({ services, principal }) =>
  services.enrolments.create(principal),
);
