import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { endpoints } from "./api.ts";
import { type EndpointName, isSnakeCase, routeOf } from "./routes.ts";
import { camel, recordKeys, renameKeys, snake } from "./wire-case.ts";

/** What goes over the wire in snake_case, as JSON schemas. */
const snakeSchemas = Object.entries(endpoints)
  .filter(([name]) => isSnakeCase(routeOf(name as EndpointName).path))
  .flatMap(([, { body, reply }]) => [body, reply])
  .flatMap((schema: z.ZodType | null) =>
    schema === null ? [] : [z.toJSONSchema(schema, { unrepresentable: "any" })],
  );

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
    const keys = new Set(snakeSchemas.flatMap(propertiesOf).map(([key]) => key));
    expect(keys.size).toBeGreaterThan(80);
    for (const key of keys) expect(camel(snake(key))).toBe(key);
  });

  it("knows from the schemas which properties are records, and none is a plain object elsewhere", () => {
    const records = new Set<string>();
    const objects = new Set<string>();
    for (const [key, schema] of snakeSchemas.flatMap(propertiesOf)) {
      for (const type of alternativesOf(schema)) {
        if (type["properties"] !== undefined) objects.add(key);
        else if (type["type"] === "object") records.add(key);
      }
    }
    expect([...records].sort()).toEqual([...recordKeys].sort());
    expect([...records].filter((key) => objects.has(key))).toEqual([]);
  });
});

describe("values", () => {
  it("changes keys only, at any depth, never a value", () => {
    const ours = { outerKey: [{ innerKey: "leaveMe alone_please" }], at: null };
    const wire = { outer_key: [{ inner_key: "leaveMe alone_please" }], at: null };
    expect(renameKeys(ours, snake)).toEqual(wire);
    expect(renameKeys(wire, camel)).toEqual(ours);
  });

  it("comes back unchanged after a round trip", () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9]*([A-Z][a-z0-9]*){0,3}$/);
    const ours = fc.dictionary(
      key,
      fc.oneof(
        fc.jsonValue({ maxDepth: 0 }),
        fc.array(fc.dictionary(fc.constant("someKey"), fc.string())),
      ),
    );
    fc.assert(
      fc.property(ours, (value) => {
        expect(renameKeys(renameKeys(value, snake), camel)).toEqual({ ...value });
      }),
    );
  });

  it("keeps the keys of records, which are host and fact names, and converts what they hold", () => {
    const ours = { events: [{ hosts: { nasA: { okCount: 1 }, media_box: {} }, someKey: 1 }] };
    const wire = { events: [{ hosts: { nasA: { ok_count: 1 }, media_box: {} }, some_key: 1 }] };
    expect(renameKeys(ours, snake)).toEqual(wire);
    expect(renameKeys(wire, camel)).toEqual(ours);
  });

  it("keeps only the record's own keys, even where one of them is called like a record", () => {
    expect(renameKeys({ facts: { hosts: { someKey: 1 } } }, snake)).toEqual({
      facts: { hosts: { some_key: 1 } },
    });
  });

  it("converts the elements of a list that is called like a record", () => {
    expect(renameKeys({ hosts: [{ hostName: "a" }] }, snake)).toEqual({
      hosts: [{ host_name: "a" }],
    });
  });

  it("makes no prototype out of a key", () => {
    const renamed = renameKeys(JSON.parse('{"__proto__":{"isAdmin":true}}'), camel);
    expect(Object.hasOwn(Object(renamed), "__proto__")).toBe(true);
    expect(Object(renamed).isAdmin).toBeUndefined();
  });
});

type JsonSchema = Readonly<Record<string, unknown>>;

/** Every property below a schema, with its own schema. */
function propertiesOf(schema: unknown): [string, JsonSchema][] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([name, member]) => [
    ...(name === "properties" ? Object.entries<JsonSchema>(member) : []),
    ...propertiesOf(member),
  ]);
}

/** A schema, or those it is one of. */
function alternativesOf(schema: JsonSchema): JsonSchema[] {
  const inner = [schema["anyOf"], schema["oneOf"], schema["allOf"]]
    .filter(Array.isArray)
    .flatMap((options: JsonSchema[]) => options.flatMap(alternativesOf));
  return inner.length > 0 ? inner : [schema];
}
