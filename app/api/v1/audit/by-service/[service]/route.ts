import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("auditByService", ({ services, params }) =>
  services.audit.byService(params.service),
);
