import { Answer, defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute(
  "sendMessage",
  async ({ services, principal, body, query, idempotencyKey, request }) => {
    const accepted = await services.chat.send(principal, { body, idempotencyKey });
    if (query.waitSeconds === undefined || accepted.requestId === null)
      return new Answer(accepted, { status: 202 });
    const late = AbortSignal.timeout(query.waitSeconds * 1000);
    const signal = AbortSignal.any([request.signal, late]);
    return { ...accepted, answers: await services.chat.waitForGoodAnswer(accepted, signal) };
  },
);
