import { defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute("answerHandoff", ({ services, principal, params, body }) =>
  services.handoffs.answer(principal, params.id, body),
);
