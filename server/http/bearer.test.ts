import { expect, it } from "vitest";
import { bearerOf, hasSessionCookie, isProgram } from "./bearer.ts";

it.each([
  ["Bearer abc", "abc"],
  ["bearer  abc ", "abc"],
  ["Bearer", ""],
  ["Bearer a b", "a b"],
  ["Basic abc", null],
  ["Bearerabc", null],
  ["", null],
  [undefined, null],
])("reads %j as %j", (header, token) => expect(bearerOf(header)).toBe(token));

it("takes no request for a program's on which a browser says where it comes from", () => {
  const none = { origin: undefined, secFetchSite: undefined };
  expect(isProgram("Bearer x", none)).toBe(true);
  expect(isProgram(undefined, none)).toBe(false);
  expect(isProgram("Basic x", none)).toBe(false);
  expect(isProgram("Bearer x", { ...none, origin: "http://evil.example" })).toBe(false);
  expect(isProgram("Bearer x", { ...none, secFetchSite: "cross-site" })).toBe(false);
});

it("sees a session cookie wherever it stands, and no other", () => {
  expect(hasSessionCookie("a=b; chiffon_session=")).toBe(true);
  expect(hasSessionCookie("xchiffon_session=1; chiffon=2")).toBe(false);
  expect(hasSessionCookie(null)).toBe(false);
});
