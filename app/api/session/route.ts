import { defineRoute } from "#server/http/define-route.ts";
import { signedIn, signedOut } from "#server/http/session-answer.ts";

export const POST = defineRoute("signIn", async ({ services, body, caller }) =>
  signedIn(await services.people.signIn(body, caller), caller),
);

export const GET = defineRoute("currentSession", async ({ services, principal }) => ({
  person: await services.people.person(principal),
}));

export const DELETE = defineRoute("signOut", async ({ services, principal, caller }) => {
  await services.people.signOut(principal);
  return signedOut(caller);
});
