import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("auditFailures", ({ services, query }) =>
  services.audit.failures(query.days, query.service),
);
