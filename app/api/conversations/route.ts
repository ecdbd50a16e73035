import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listConversations", ({ services, principal, query }) =>
  services.chat.conversations(principal, query.text ?? null),
);
