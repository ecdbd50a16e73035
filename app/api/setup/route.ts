import { defineRoute } from "#server/http/define-route.ts";
import { signedIn } from "#server/http/session-answer.ts";

export const GET = defineRoute("setUpState", async ({ services }) => ({
  needed: await services.people.isSetupNeeded(),
}));

export const POST = defineRoute("setUp", async ({ services, body, caller }) =>
  signedIn(await services.people.setUp(body, caller), caller),
);
