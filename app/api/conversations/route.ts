import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listConversations", async ({ services, principal, query }) => ({
  conversations: await services.chat.conversations(principal, query.text),
}));
