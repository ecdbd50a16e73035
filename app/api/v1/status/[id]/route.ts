import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("taskStatus", ({ services, params }) =>
  services.execution.taskView(params.id),
);
