import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readTimes", async ({ services, query }) =>
  services.schedules.readTimes(query.when, query.timeZone),
);
