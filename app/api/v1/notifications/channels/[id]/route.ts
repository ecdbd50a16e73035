import { defineRoute } from "#server/http/define-route.ts";

export const PATCH = defineRoute("changeChannel", ({ services, principal, params, body }) =>
  services.channels.change(principal, params.id, body),
);
export const DELETE = defineRoute("deleteChannel", async ({ services, principal, params }) => {
  await services.channels.remove(principal, params.id);
  return { ok: true };
});
