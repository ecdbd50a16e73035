import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readEnrolment", ({ services, params }) =>
  services.enrolments.view(params.id),
);

export const DELETE = defineRoute("revokeEnrolment", async ({ services, principal, params }) => {
  await services.enrolments.revokeToken(principal, params.id);
  return { ok: true };
});
