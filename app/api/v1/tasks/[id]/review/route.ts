import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("reviewTask", ({ services, principal, params, body }) =>
  services.execution.reviewTask(principal, params.id, body),
);
