import { defineRoute } from "#server/http/define-route.ts";

export const DELETE = defineRoute("revokeToken", async ({ services, principal, params }) => {
  await services.tokens.revoke(principal, params.id);
  return { tokens: await services.tokens.list(principal) };
});
