import { defineFileRoute } from "#server/http/define-route.ts";
import { auditExport } from "#server/http/exports.ts";

export const GET = defineFileRoute("exportAudit", async ({ services, query }) =>
  auditExport(services.audit, query),
);
