import { expect, it } from "vitest";
import { mcpScopeSchema } from "#server/contracts/connection.ts";
import { tools } from "#server/contracts/mcp.ts";
import {
  actionSchema,
  type CallingToken,
  roleSchema,
  tokenScopeSchema,
} from "#server/contracts/people.ts";
import { can } from "./policy.ts";
import { may, mcpScopes, scopeFor } from "./token-scopes.ts";

const tokenWith = (scopes: CallingToken["scopes"]): CallingToken => ({
  tokenId: "t",
  name: "ci",
  scopes,
});

it("never gives a token more than its person's role has", () => {
  for (const role of roleSchema.options) {
    for (const action of actionSchema.options.filter((each) => !can(role, each)))
      expect(may({ role, token: tokenWith(tokenScopeSchema.options) }, action)).toBe(false);
  }
});

it("gives a scope its own actions and no other's", () => {
  for (const scope of tokenScopeSchema.options) {
    const allowed = actionSchema.options.filter((action) =>
      may({ role: "admin", token: tokenWith([scope]) }, action),
    );
    expect(allowed.length, scope).toBeGreaterThan(0);
    expect(allowed.map(scopeFor)).toEqual(allowed.map(() => scope));
  }
});

it("approves only with the scope named for it", () => {
  const others = tokenScopeSchema.options.filter((scope) => scope !== "approve");
  expect(may({ role: "admin", token: tokenWith(others) }, "plan.decide")).toBe(false);
});

it("lets no token manage accounts or people: one could make another, or an admin", () => {
  const all = tokenWith(tokenScopeSchema.options);
  for (const action of ["account.manage", "people.manage"] as const)
    expect(may({ role: "admin", token: all }, action)).toBe(false);
});

it("asks no scope of a person who is signed in", () => {
  for (const action of actionSchema.options) expect(may({ role: "admin" }, action)).toBe(true);
});

it("offers for MCP the scopes that some tool takes, and no others", () => {
  const taken = new Set(Object.values(tools).map(({ action }) => scopeFor(action)));
  expect(taken).toEqual(new Set(mcpScopes));
  expect(mcpScopeSchema.options).toEqual(mcpScopes);
});
