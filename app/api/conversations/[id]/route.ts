import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("readConversation", ({ services, principal, params, query }) =>
  services.chat.conversation(principal, params.id, query),
);

export const PATCH = defineRoute("renameConversation", ({ services, principal, params, body }) =>
  services.chat.rename(principal, params.id, body),
);

export const DELETE = defineRoute("deleteConversation", async ({ services, principal, params }) => {
  await services.chat.deleteConversation(principal, params.id);
  return { ok: true };
});
