import type { Person } from "#server/contracts/people.ts";
import { sessionCookie } from "./cookie.ts";
import { Answer } from "./define-route.ts";

/** The answer that starts a session: the person in the body, the token in the cookie only. */
export function signedIn(
  started: { token: string; person: Person },
  caller: { secure: boolean },
): Answer<{ person: Person }> {
  return new Answer(
    { person: started.person },
    { headers: { "set-cookie": sessionCookie(started.token, caller) } },
  );
}

/** The answer that ends a session: the browser forgets the cookie and what pages it kept. */
export function signedOut(caller: { secure: boolean }): Answer<{ ok: true }> {
  return new Answer(
    { ok: true as const },
    { headers: { "set-cookie": sessionCookie(null, caller), "clear-site-data": '"cache"' } },
  );
}
