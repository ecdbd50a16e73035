import { expect, it } from "vitest";
import { shortened } from "./shortened.ts";

it("keeps what fits, marks what was cut, and halves no character", () => {
  expect(shortened("abc", 3)).toBe("abc");
  expect(shortened("abcd", 3)).toBe("ab…");
  expect(shortened("ab\u{1f600}cd", 4)).toBe("ab…");
});
