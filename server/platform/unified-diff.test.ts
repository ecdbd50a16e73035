import fc from "fast-check";
import { expect, it } from "vitest";
import { unifiedDiff, withDiff } from "./unified-diff.ts";

it("shows what changed with three lines around it", () => {
  const lines = Array.from({ length: 12 }, (_line, at) => `line ${at + 1}\n`);
  const after = lines.with(5, "other\n").join("");
  expect(unifiedDiff("a b.yml", lines.join(""), after)).toBe(
    "--- a/a b.yml\n+++ b/a b.yml\n@@ -3,7 +3,7 @@\n line 3\n line 4\n line 5\n-line 6\n+other\n line 7\n line 8\n line 9\n",
  );
});

it("says where a line end is missing, and keeps carriage returns", () => {
  expect(unifiedDiff("a.yml", "a\r\nb", "a\r\nb\r\n")).toBe(
    "--- a/a.yml\n+++ b/a.yml\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n+b\r\n",
  );
});

it("knows of files that begin or end", () => {
  expect(unifiedDiff("a.yml", null, "a\n")).toBe(
    "--- /dev/null\n+++ b/a.yml\n@@ -0,0 +1,1 @@\n+a\n",
  );
  expect(unifiedDiff("a.yml", "a\n", null)).toMatch(/^--- a\/a\.yml\n\+\+\+ \/dev\/null\n/);
});

it("is empty for equal texts", () => {
  expect(unifiedDiff("a.yml", "a\n", "a\n")).toBe("");
});

it("makes the second text of the first, whatever they are", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "", "- c"), { maxLength: 25 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff("a.yml", before, after);
      expect(diff === "" ? before : withDiff(before, diff)).toBe(after);
    }),
    { numRuns: 500 },
  );
});

it("is not applied where the lines around a change are others", () => {
  const lines = ["a", "b", "c", "d", "e"].map((line) => `${line}\n`);
  const diff = unifiedDiff("a.yml", lines.join(""), lines.with(2, "other\n").join(""));
  expect(withDiff(lines.with(1, "moved\n").join(""), diff)).toBeNull();
  expect(withDiff(lines.join("").replaceAll("\n", "\r\n"), diff)).toBeNull();
});
