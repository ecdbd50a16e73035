import { describe, expect, it } from "vitest";
import { camel, renameKeys } from "#server/contracts/wire-case.ts";
import { refuseHostileKeys } from "./hostile-keys.ts";

const read = (json: unknown) => renameKeys(json, camel, refuseHostileKeys);

describe("hostile bodies", () => {
  it.each([
    '{"__proto__":{"isAdmin":true}}',
    '{"a":{"constructor":{"prototype":{"x":1}}}}',
    '{"a":[{"prototype":1}]}',
    '{"facts":{"__proto__":1}}',
    '{"plan_digest":"a","planDigest":"b"}',
  ])("refuses %s", (text) => {
    expect(() => read(JSON.parse(text))).toThrow(/not allowed|twice/);
  });

  it("takes keys of a record that differ in their spelling alone", () => {
    const facts = { plan_digest: 1, planDigest: 2 };
    expect(read({ facts })).toEqual({ facts });
  });

  it("refuses deep nesting instead of overflowing the stack", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(() => read(deep)).toThrow("nests too deeply");
  });
});
