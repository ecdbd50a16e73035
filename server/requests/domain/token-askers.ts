import type { Principal } from "#server/contracts/people.ts";

/** Whose tokens have a part in what somebody does: their own where a token calls for them, else nobody's. */
export function tokenAskers({ personId, token }: Pick<Principal, "personId" | "token">): string[] {
  return token === undefined ? [] : [personId];
}

/**
 * Whether this would be a token that approves what a token of the same person asked for: a program could else carry
 * through alone what a person is to look at.
 */
export function approvesItself(
  { personId, token }: Pick<Principal, "personId" | "token">,
  request: { readonly askedByTokensOf: readonly string[] },
): boolean {
  return token !== undefined && request.askedByTokensOf.includes(personId);
}
