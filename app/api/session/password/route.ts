import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("changePassword", async ({ services, principal, body, caller }) => {
  await services.people.changePassword(principal, body, caller);
  return { ok: true };
});
