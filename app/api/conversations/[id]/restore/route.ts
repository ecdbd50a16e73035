import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("restoreConversation", async ({ services, principal, params }) => {
  await services.chat.restoreConversation(principal, params.id);
  return { ok: true };
});
