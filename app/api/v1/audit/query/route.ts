import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("queryAudit", ({ services, query }) => services.audit.query(query));
