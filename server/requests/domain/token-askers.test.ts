import { expect, it } from "vitest";
import type { TokenScope } from "#server/contracts/people.ts";
import { approvesItself, tokenAskers } from "./token-askers.ts";

const scopes: readonly TokenScope[] = ["ask", "approve"];
const signedIn = { personId: "ada" };
const nightly = { personId: "ada", token: { tokenId: "t1", name: "nightly", scopes } };
const other = { personId: "ada", token: { tokenId: "t2", name: "other", scopes } };
const abels = { personId: "abel", token: { tokenId: "t3", name: "bot", scopes } };

it("never lets a token approve what a token of the same person asked for", () => {
  const request = { askedByTokensOf: tokenAskers(nightly) };
  expect([nightly, other, abels, signedIn].map((who) => approvesItself(who, request))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it("leaves what somebody asked for signed in to any token that may approve", () => {
  const request = { askedByTokensOf: tokenAskers(signedIn) };
  expect(approvesItself(nightly, request)).toBe(false);
});
