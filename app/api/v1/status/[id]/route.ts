import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("taskStatus", ({ services, params }) =>
  services.dispatches.taskView(params.id),
);
