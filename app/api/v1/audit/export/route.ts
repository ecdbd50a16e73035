import { defineRawRoute } from "#server/http/define-route.ts";
import { auditExport } from "#server/http/exports.ts";

export const GET = defineRawRoute("queryAudit", async ({ services, query, request }) =>
  auditExport(services.audit, query, new URL(request.url).searchParams.get("format")),
);
