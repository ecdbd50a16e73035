import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readRun", ({ services, params }) =>
  services.execution.runView(params.id),
);
