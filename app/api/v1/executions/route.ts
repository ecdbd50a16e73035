import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listExecutions", ({ services, query }) =>
  services.execution.executions(query),
);
