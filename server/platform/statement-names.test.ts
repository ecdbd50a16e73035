import { expect, it } from "vitest";
import { statementNames } from "./statement-names.ts";

it("names a statement that comes again and again, the same each time", () => {
  const nameOf = statementNames();
  const seen = Array.from({ length: 20 }, () => nameOf({ sql: "SELECT 1" }));
  expect(seen.slice(0, 7)).toEqual(Array(7).fill(""));
  expect(new Set(seen.slice(7)).size).toBe(1);
  expect(seen[7]).not.toBe("");
});

it.each(["SELECT 1 FROM a WHERE t ILIKE $1", "SELECT 1 FROM a WHERE i @@ to_tsquery($1)"])(
  "has each search planned for what it looks for: %s",
  (sql) => {
    const nameOf = statementNames();
    expect(Array.from({ length: 20 }, () => nameOf({ sql })).join("")).toBe("");
  },
);

it("names no two alike, and no more than connections can keep", () => {
  const nameOf = statementNames();
  const names = Array.from({ length: 400 }, (_, index) => {
    for (let use = 0; use < 8; use++) nameOf({ sql: `SELECT ${index}` });
    return nameOf({ sql: `SELECT ${index}` });
  }).filter((name) => name !== "");
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBe(120);
});
