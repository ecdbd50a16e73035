import fc from "fast-check";
import { expect, it } from "vitest";
import { unifiedDiff } from "./unified-diff.ts";

it("shows what changed with three lines around it", () => {
  const lines = Array.from({ length: 12 }, (_line, at) => `line ${at + 1}\n`);
  const after = lines.with(5, "other\n").join("");
  expect(unifiedDiff("a b.yml", lines.join(""), after)).toBe(
    "--- a/a b.yml\t\n+++ b/a b.yml\t\n@@ -3,7 +3,7 @@\n line 3\n line 4\n line 5\n-line 6\n+other\n line 7\n line 8\n line 9\n",
  );
});

it("says where a line end is missing, and keeps carriage returns", () => {
  expect(unifiedDiff("a.yml", "a\r\nb", "a\r\nb\r\n")).toBe(
    "--- a/a.yml\n+++ b/a.yml\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n+b\r\n",
  );
});

it("is empty for equal texts", () => {
  expect(unifiedDiff("a.yml", "a\n", "a\n")).toBe("");
});

/** A reader of its own: makes the second text of the first, and checks each line that the diff says is there. */
function patched(before: string, diff: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  const rows = diff.split("\n").slice(2, -1);
  for (const [index, row] of rows.entries()) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? /.exec(row);
    if (hunk !== null) {
      const start = Number(hunk[1]) - (hunk[2] === "0" ? 0 : 1);
      result.push(...lines.slice(at, start));
      at = start;
      continue;
    }
    if (row.startsWith("\\")) continue;
    const isLast = rows[index + 1]?.startsWith("\\") === true;
    const line = `${row.slice(1)}${isLast ? "" : "\n"}`;
    if (!row.startsWith("+")) {
      expect(lines[at]).toBe(line);
      at += 1;
    }
    if (!row.startsWith("-")) result.push(line);
  }
  return [...result, ...lines.slice(at)].join("");
}

it("makes the second text of the first, whatever they are", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "", "- c"), { maxLength: 25 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff("a.yml", before, after);
      expect(diff === "" ? before : patched(before, diff)).toBe(after);
    }),
    { numRuns: 500 },
  );
});
