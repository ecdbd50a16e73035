import { describe, expect, it } from "vitest";
import { stem, wordsOf } from "./words.ts";

describe("stem", () => {
  it.each([
    ["monitoring", "monitors"],
    ["backup", "backups"],
    ["libraries", "library"],
    ["synchronise", "synchronising"],
    ["updated", "updates"],
  ])("of %j and %j is the same", (one, other) => {
    expect(stem(one)).toBe(stem(other));
  });

  it.each(["ups", "dns", "nas", "k3s", "aws"])("leaves the short name %j alone", (name) => {
    expect(stem(name)).toBe(name);
  });

  it.each([
    ["status", "state"],
    ["letter", "let"],
    ["news", "new"],
  ])("keeps %j and %j apart", (one, other) => {
    expect(stem(one)).not.toBe(stem(other));
  });
});

it("parts camel case and drops possessive endings", () => {
  expect(wordsOf("uptimeKuma and Kuma's Café").map(({ text }) => text)).toEqual([
    "uptime",
    "kuma",
    "and",
    "kuma",
    "cafe",
  ]);
});
