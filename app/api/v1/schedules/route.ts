import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listSchedules", ({ services, query }) =>
  services.schedules.list(query),
);
export const POST = defineRoute("createSchedule", ({ services, principal, body }) =>
  services.schedules.create(principal, body),
);
