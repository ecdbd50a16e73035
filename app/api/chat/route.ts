import { Answer, defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute(
  "sendMessage",
  async ({ services, principal, body, query, idempotencyKey }) => {
    const accepted = await services.chat.send(principal, { body, idempotencyKey });
    if (query.waitSeconds === undefined || accepted.requestId === null)
      return new Answer(accepted, { status: 202 });
    await services.chat.waitForAnswer(accepted.requestId, query.waitSeconds, accepted.messageId);
    return accepted;
  },
);
