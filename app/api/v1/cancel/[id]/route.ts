import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("cancelTask", ({ services, principal, params }) =>
  services.execution.cancelTask(principal, params.id),
);
