import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("resumeUnattended", ({ services, principal, params }) =>
  services.unattended.resume(principal, params.id),
);
