import fc from "fast-check";
import type { Operation } from "#server/http/openapi/document.ts";

/** One call of an operation, ready to be sent. */
export interface GeneratedCall {
  readonly target: string;
  /** Null: the method takes none. */
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

type Schema = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: Schema;
}

/** Ids of things that are there, so that calls get past the first look. */
export type KnownIds = readonly string[];

const hostileText = fc.constantFrom(
  "",
  " ",
  "\0",
  "\ud800",
  "../../etc/passwd",
  "'; DROP TABLE person; --",
  "{{ lookup('pipe', 'id') }}",
  "-oProxyCommand=id",
  "%",
  "\u202e\u0007",
  "x".repeat(5_000),
  "constructor",
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_ -]{0,20}$/) },
  { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }) },
  { weight: 2, arbitrary: hostileText },
);

/** Values of every kind, for where a schema says nothing or is to be broken. */
const anything = fc.oneof(
  text,
  fc.constantFrom(null, true, -1, 1.5, 1e308, 2 ** 53, [], {}),
  fc.jsonValue({ maxDepth: 2 }),
);

/**
 * Calls of one operation after its own description: most as it asks for them, the others with something in them that it
 * does not.
 */
export function generatedCalls({
  path,
  operation,
  ids,
}: {
  readonly path: string;
  readonly operation: Operation;
  readonly ids: KnownIds;
}): fc.Arbitrary<GeneratedCall> {
  const parameters = (operation["parameters"] ?? []) as readonly Parameter[];
  const body = Object(operation["requestBody"]).content?.["application/json"]?.schema;
  const of = (place: Parameter["in"]) => parameters.filter((parameter) => parameter.in === place);
  return fc
    .record({
      path: valuesOf(of("path"), ids),
      query: valuesOf(of("query"), ids),
      key: fc.option(fc.stringMatching(/^[!-~]{1,40}$/), { nil: undefined }),
      body: body === undefined ? fc.constant(undefined) : bodyOf(body, ids),
    })
    .map((call) => ({
      target: targetOf(path, call.path, call.query),
      body: call.body === undefined ? null : call.body,
      headers: headersOf(call.key),
    }));
}

function headersOf(key: string | undefined): Readonly<Record<string, string>> {
  return key === undefined ? {} : { "idempotency-key": key };
}

function targetOf(
  path: string,
  params: Record<string, unknown>,
  query: Record<string, unknown>,
): string {
  const at = path.replace(/\{(\w+)\}/g, (_whole, name: string) => escaped(params[name]) || "x");
  const search = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => [value].flat().map((one) => `${name}=${escaped(one)}`));
  return search.length === 0 ? at : `${at}?${search.join("&")}`;
}

/** As a careful client writes a value into an address. Halves of characters cannot be written, slashes are no part. */
function escaped(value: unknown): string {
  const plain = typeof value === "string" ? value : JSON.stringify(value ?? "");
  return encodeURIComponent(plain.replace(/\p{Cs}/gu, ""))
    .slice(0, 1_000)
    .replace(/%[0-9A-F]?$/, "");
}

function valuesOf(
  parameters: readonly Parameter[],
  ids: KnownIds,
): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(
      parameters.map(({ name, schema, required }) => {
        const value = fc.oneof(
          { weight: 5, arbitrary: inputFor(schema, ids) },
          { weight: 1, arbitrary: text },
        );
        return [name, required ? value : fc.option(value, { nil: undefined })];
      }),
    ),
  );
}

function bodyOf(schema: Schema, ids: KnownIds): fc.Arbitrary<string> {
  const json = fc
    .oneof(
      { weight: 6, arbitrary: inputFor(schema, ids) },
      { weight: 2, arbitrary: broken(schema, ids) },
      { weight: 1, arbitrary: anything },
    )
    .map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 12, arbitrary: json },
    { weight: 1, arbitrary: fc.constantFrom("", "{", "nul", '{"__proto__":{}}') },
  );
}

/** An object as its schema wants it but for one member. */
function broken(schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  const names = Object.keys(Object(schema["properties"]));
  return fc
    .tuple(
      inputFor(schema, ids),
      fc.constantFrom(...names, "surplus"),
      fc.option(anything, { nil: undefined }),
    )
    .map(([value, name, other]) => ({ ...Object(value), [name]: other }));
}

function inputFor(schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  const inner = (one: unknown) => inputFor(one as Schema, ids);
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...schema["enum"]);
  const options = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(options)) return fc.oneof(...options.map(inner));
  switch (schema["type"]) {
    case "object":
      return objectOf(schema, inner);
    case "array":
      return fc.array(inner(schema["items"] ?? {}), {
        minLength: Number(schema["minItems"] ?? 0),
        maxLength: 3,
      });
    case "integer":
      return fc.integer(boundsOf(schema));
    case "number":
      return fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "string":
      return textOf(schema, ids);
    default:
      return anything;
  }
}

function objectOf(
  schema: Schema,
  inner: (schema: unknown) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const required = new Set((schema["required"] ?? []) as readonly string[]);
  const members = Object.entries(Object(schema["properties"]));
  if (members.length === 0 && schema["additionalProperties"] === false) return fc.constant({});
  if (members.length === 0)
    return fc.dictionary(text, inner(schema["additionalProperties"] ?? {}), { maxKeys: 3 });
  return fc.record(Object.fromEntries(members.map(([name, member]) => [name, inner(member)])), {
    requiredKeys: members.map(([name]) => name).filter((name) => required.has(name)),
  });
}

function textOf(schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  if (schema["format"] === "uuid")
    return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, fc.uuid());
  if (schema["format"] === "date-time")
    return fc.date({ noInvalidDate: true }).map((at) => at.toISOString());
  if (/^\^?\[0-9a-f\]\{64\}/.test(String(schema["pattern"] ?? "").replace("^", "")))
    return fc.stringMatching(/^[0-9a-f]{64}$/);
  return text;
}

function boundsOf(schema: Schema): { min: number; max: number } {
  const lowest = Number(schema["minimum"] ?? schema["exclusiveMinimum"] ?? -5);
  const min = Math.max(lowest, -1_000_000);
  return { min, max: Math.max(min, Math.min(Number(schema["maximum"] ?? 1_000), 1_000_000)) };
}
