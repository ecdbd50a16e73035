import { Answer, defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute(
  "submitRequest",
  async ({ services, principal, body, idempotencyKey }) =>
    new Answer(await services.chat.send(principal, { body, idempotencyKey }), { status: 202 }),
);
