import { expect, it } from "vitest";
import { sessionCookie, sessionTokenOf } from "./cookie.ts";

const token = "abcdefghijklmnopqrstuvwxyz012345";

it("is out of reach of scripts and of other sites' posts, and Secure only over https", () => {
  expect(sessionCookie(token, { secure: false })).toBe(
    `chiffon_session=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000`,
  );
  expect(sessionCookie(token, { secure: true })).toMatch(/; Secure$/);
  expect(sessionCookie(null, { secure: false })).toContain("Max-Age=0");
});

it("finds the token among other cookies", () => {
  expect(sessionTokenOf(`a=b; chiffon_session=${token}; c`)).toBe(token);
});

it.each([
  undefined,
  "",
  "chiffon_session=",
  "chiffon_session=short",
  `chiffon_session=${token}'; DROP TABLE session`,
  `xchiffon_session=${token}`,
  `CHIFFON_SESSION=${token}`,
  `chiffon_session=${token}; chiffon_session=${token.toUpperCase()}`,
  `chiffon_session="${token}"`,
])("takes no token from %s", (header) => expect(sessionTokenOf(header)).toBeNull());
