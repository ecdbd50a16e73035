import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("fireSchedule", ({ services, principal, params }) =>
  services.schedules.fire(principal, params.id),
);
