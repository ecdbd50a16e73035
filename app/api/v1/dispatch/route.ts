import { Answer, defineRoute } from "#server/http/define-route.ts";

export const POST = defineRoute(
  "dispatchTask",
  async ({ services, principal, body }) =>
    new Answer(await services.dispatches.dispatch(principal, body), { status: 202 }),
);
