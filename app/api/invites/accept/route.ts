import { defineRoute } from "#server/http/define-route.ts";
import { signedIn } from "#server/http/session-answer.ts";

export const POST = defineRoute("acceptInvite", async ({ services, body, caller }) =>
  signedIn(await services.people.acceptInvite(body, caller), caller),
);
