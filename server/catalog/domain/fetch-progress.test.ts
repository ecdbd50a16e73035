import { expect, it } from "vitest";
import { progressOf } from "./fetch-progress.ts";

it.each([
  ["remote:", 12, { stage: "preparing", percent: 12 }],
  ["receiving", 43, { stage: "receiving", percent: 43 }],
  ["unpacking", 5, { stage: "receiving", percent: 5 }],
  ["resolving", 100, { stage: "resolving", percent: 100 }],
  // The other side writes what it likes.
  ["remote:", 999_999, { stage: "preparing", percent: 100 }],
  ["receiving", Number.NaN, null],
  ["constructor", 4, null],
  ["updating", 4, null],
] as const)("takes %s %d for what is shown, or for nothing", (word, percent, shown) => {
  expect(progressOf(word, percent)).toEqual(shown);
});
