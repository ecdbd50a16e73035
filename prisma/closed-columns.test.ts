import { describe, expect, it } from "vitest";
import { readMigrations } from "#scripts/migrate.mjs";
import { type ClosedColumn, checkSql, closedColumns, missingChecks } from "./closed-columns.ts";

const migrations = readMigrations("prisma/migrations").map(({ sql }) => sql);

it("the migrations guard every closed column by the values of today (npm run migrate:author -- create NAME)", () => {
  expect(missingChecks(migrations)).toEqual([]);
});

describe("a column is found unguarded", () => {
  const column: ClosedColumn = { table: "lamp", column: "state", values: ["off", "on"] };
  const grown = { ...column, values: [...column.values, "broken"] };

  it.each([
    ["when no migration writes its CHECK", ["SELECT 1;"], column],
    ["when a value came since", [checkSql(column)], grown],
    ["when a value went since", [checkSql(grown)], column],
    ["when a later migration undid it", [checkSql(column), checkSql(grown)], column],
  ])("%s", (_when, written, asked) => {
    expect(missingChecks(written, [asked])).toEqual([checkSql(asked)]);
  });

  it("and not when the newest CHECK is right", () => {
    expect(missingChecks([checkSql(grown), checkSql(column)], [column])).toEqual([]);
  });
});

it("no column is named twice", () => {
  const names = closedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(new Set(names).size).toBe(names.length);
});
