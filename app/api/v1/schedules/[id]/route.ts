import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readSchedule", ({ services, params }) =>
  services.schedules.read(params.id),
);
export const PATCH = defineRoute("changeSchedule", ({ services, principal, params, body }) =>
  services.schedules.change(principal, params.id, body),
);
export const DELETE = defineRoute("deleteSchedule", async ({ services, principal, params }) => {
  await services.schedules.remove(principal, params.id);
  return { ok: true };
});
