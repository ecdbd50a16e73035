import { defineRoute } from "#server/http/define-route.ts";

export const GET = defineRoute("listThreads", ({ services, principal, query }) =>
  services.chat.conversations(principal, query.text ?? null),
);

export const POST = defineRoute("startThread", ({ services, principal, body }) =>
  services.handoffs.startThread(principal, body),
);
