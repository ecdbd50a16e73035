import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listThreadMessages", ({ services, principal, query }) =>
  services.chat.conversation(principal, query.conversationId, { before: query.before }),
);

export const POST = defineRoute("addThreadMessage", ({ services, principal, body }) =>
  services.handoffs.addMessage(principal, body),
);
