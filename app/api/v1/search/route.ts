import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("searchConversations", ({ services, principal, query }) =>
  services.chat.search(principal, query),
);
