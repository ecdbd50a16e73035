import type { Action, Principal, Role, TokenScope } from "#server/contracts/people.ts";
import { can } from "./policy.ts";

/**
 * The scope that each action takes of a token; null where no token will do: what is done to accounts and to people is
 * done by somebody who is signed in, or a token could make itself another; and so is a standing approval, or a program
 * could see to it that nobody is asked. An action missing here does not compile.
 */
const scopeOf: Readonly<Record<Action, TokenScope | null>> = {
  read: "read",
  "account.manage": null,
  "request.submit": "ask",
  "request.cancel": "ask",
  "plan.modify": "ask",
  "plan.decide": "approve",
  "rule.manage": null,
  "secret.list": "secrets",
  "secret.give": "secrets",
  "secret.manage": "secrets",
  "run.cancel": "operate",
  "run.review": "operate",
  "lock.hold": "operate",
  "repository.manage": "manage",
  "host.manage": "manage",
  "agent.manage": "manage",
  "people.manage": null,
  "settings.manage": "manage",
};

/** The scope that an action takes of a token; null where no token may do it. */
export function scopeFor(action: Action): TokenScope | null {
  return scopeOf[action];
}

/** Whether a caller's token is good for an action, whatever their role. True for those who are signed in. */
export function isInScope({ token }: Pick<Principal, "token">, action: Action): boolean {
  if (token === undefined) return true;
  const scope = scopeOf[action];
  return scope !== null && token.scopes.includes(scope);
}

/** Whether a caller may do an action: by their role, and by their token where one calls for them. */
export function may(principal: Pick<Principal, "role" | "token">, action: Action): boolean {
  return can(principal.role, action) && isInScope(principal, action);
}

/** The scopes that a token for MCP alone can have any use for. */
export const mcpScopes: readonly TokenScope[] = ["read", "ask", "approve"];

/** The scopes that give a token of somebody of `role` anything to do. */
export function scopesFor(role: Role): ReadonlySet<TokenScope> {
  // The table's keys are exactly the actions.
  const actions = Object.keys(scopeOf) as Action[];
  const scopes = actions.filter((action) => can(role, action)).map(scopeFor);
  return new Set(scopes.filter((scope) => scope !== null));
}
