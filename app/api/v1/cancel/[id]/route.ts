import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("cancelTask", ({ services, principal, params }) =>
  services.dispatches.cancelTask(principal, params.id),
);
