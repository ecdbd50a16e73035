import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Principal } from "#server/contracts/people.ts";
import { sessionCookieName } from "./cookie.ts";
import { currentEdge } from "./edge.ts";

/**
 * The signed-in person of the page being rendered, or null; looked up once a page. Makes the page dynamic, as its
 * nonce needs.
 */
export const currentPrincipal = cache(async (): Promise<Principal | null> => {
  const token = (await cookies()).get(sessionCookieName)?.value;
  return token === undefined ? null : currentEdge().services.people.principalOf(token);
});

/**
 * The signed-in person; sends everyone else to `/setup` when nobody exists yet, otherwise to `/sign-in`.
 *
 * @param here where sign-in leads back to; without it, to the start
 */
export async function requirePrincipal(here?: string): Promise<Principal> {
  const principal = await currentPrincipal();
  if (principal !== null) return principal;
  if (await currentEdge().services.people.isSetupNeeded()) redirect("/setup");
  redirect(here === undefined ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`);
}
