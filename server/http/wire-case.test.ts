import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { endpoints } from "#server/contracts/api.ts";
import { runEventSchema } from "#server/contracts/runner.ts";
import {
  camel,
  recordNames,
  refuseHostileKeys,
  snake,
  toCamelCase,
  toSnakeCase,
} from "./wire-case.ts";

describe("keys", () => {
  it.each([
    ["planDigest", "plan_digest"],
    ["id", "id"],
    ["peakMemoryMib", "peak_memory_mib"],
    ["a1b", "a1b"],
  ])("writes %s as %s and back", (ours, wire) => {
    expect(snake(ours)).toBe(wire);
    expect(camel(wire)).toBe(ours);
  });

  it("reads back every key that our schemas use", () => {
    const keys = new Set<string>();
    for (const endpoint of Object.values(endpoints))
      collectKeys(z.toJSONSchema(endpoint.reply, { unrepresentable: "any" }), keys);
    expect(keys.size).toBeGreaterThan(80);
    for (const key of keys) expect(camel(snake(key))).toBe(key);
  });
});

describe("values", () => {
  it("changes keys only, at any depth, never a value", () => {
    expect(toSnakeCase({ outerKey: [{ innerKey: "leaveMe alone_please" }], at: null })).toEqual({
      outer_key: [{ inner_key: "leaveMe alone_please" }],
      at: null,
    });
  });

  it("comes back unchanged after a round trip", () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9]*([A-Z][a-z0-9]*){0,3}$/);
    const ours = fc.dictionary(
      key.filter((name) => !["constructor", "prototype"].includes(name)),
      fc.oneof(
        fc.jsonValue({ maxDepth: 0 }),
        fc.array(fc.dictionary(fc.constant("someKey"), fc.string())),
      ),
    );
    fc.assert(
      fc.property(ours, (value) => {
        expect(toCamelCase(toSnakeCase(value))).toEqual({ ...value });
      }),
    );
  });

  it("keeps the keys of records, which are host and fact names", () => {
    const records = recordNames(z.object({ events: z.array(runEventSchema) }));
    expect(records.has("hosts")).toBe(true);
    const stats = { events: [{ hosts: { nasA: { okCount: 1 } }, someKey: 1 }] };
    expect(toSnakeCase(stats, records)).toEqual({
      events: [{ hosts: { nasA: { ok_count: 1 } }, some_key: 1 }],
    });
    expect(toCamelCase(toSnakeCase(stats, records), records)).toEqual(stats);
  });

  it("converts the elements of an array even where another schema has a record of that name", () => {
    expect(toSnakeCase({ hosts: [{ hostName: "a" }] }, new Set(["hosts"]))).toEqual({
      hosts: [{ host_name: "a" }],
    });
  });
});

describe("hostile bodies", () => {
  it.each([
    '{"__proto__":{"isAdmin":true}}',
    '{"a":{"constructor":{"prototype":{"x":1}}}}',
    '{"a":[{"prototype":1}]}',
    '{"plan_digest":"a","planDigest":"b"}',
  ])("refuses %s", (text) => {
    expect(() => toCamelCase(JSON.parse(text))).toThrow(/not allowed|twice/);
  });

  it("refuses deep nesting instead of overflowing the stack", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(() => refuseHostileKeys(deep)).toThrow("nests too deeply");
  });

  it("never makes a prototype out of a key", () => {
    expect(() => refuseHostileKeys(JSON.parse('{"__proto__":null}'))).toThrow("not allowed");
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

function collectKeys(schema: unknown, keys: Set<string>): void {
  if (typeof schema !== "object" || schema === null) return;
  for (const [name, member] of Object.entries(schema)) {
    if (name === "properties") for (const key of Object.keys(member)) keys.add(key);
    collectKeys(member, keys);
  }
}
