import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readRunLog", ({ services, params, query }) =>
  services.execution.runLog(params.id, query),
);
