import { z } from "zod";
import { chatBodySchema, messageMaxLength } from "#server/contracts/chat.ts";
import { snake } from "#server/contracts/wire-case.ts";
import { namedSchemas } from "./named-schemas.ts";

/** A JSON Schema of draft 2020-12, which is the dialect of OpenAPI 3.1. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** How names are written on the wire: snake_case below `/api/v1`, camelCase elsewhere. */
export type Spelling = "snake" | "camel";

/**
 * One of the endpoints' schemas as it looks on the wire. What has a name of its own is a reference to
 * `#/components/schemas`.
 *
 * @returns the schema, and what it refers to by component name
 */
export function wireSchema(
  schema: z.ZodType,
  options: { readonly io: "input" | "output"; readonly spelling: Spelling },
): { schema: JsonSchema; components: Record<string, JsonSchema> } {
  const { io, spelling } = options;
  const raw = z.toJSONSchema(schema, {
    io,
    // What is taken differs from what is given: only answers are worth a name.
    metadata: io === "output" ? namedSchemas : z.registry<{ id: string }>(),
    override: ({ zodSchema, jsonSchema }) => {
      delete jsonSchema["id"];
      // A later version may answer more: whoever reads must not mind.
      if (io === "output" && jsonSchema["additionalProperties"] === false)
        delete jsonSchema["additionalProperties"];
      if (zodSchema === chatBodySchema.shape.message) Object.assign(jsonSchema, messageText);
    },
  });
  const { $schema: _dialect, $defs = {}, "~standard": _standard, ...root } = raw as Raw;
  const write = (part: unknown) => Object(rewrite(part, spelling));
  return {
    schema: write(root),
    components: Object.fromEntries(
      Object.entries($defs).map(([name, part]) => [componentName(name, spelling), write(part)]),
    ),
  };
}

/** The name of a component in one spelling. */
export function componentName(name: string, spelling: Spelling): string {
  return spelling === "snake" ? name : `${name}CamelCase`;
}

/** The chat checks its text by itself, so that each fault has its own answer; its schema leaves it open. */
const messageText = { type: "string", minLength: 1, maxLength: messageMaxLength };

type Raw = Record<string, unknown> & { $defs?: Record<string, unknown> };

/** Spells the names of properties as on the wire and turns references to definitions into those to components. */
function rewrite(part: unknown, spelling: Spelling): unknown {
  if (Array.isArray(part)) return part.map((item) => rewrite(item, spelling));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, member]) => [key, rewriteMember(key, member, spelling)]),
  );
}

function rewriteMember(key: string, member: unknown, spelling: Spelling): unknown {
  const spell = spelling === "snake" ? snake : (name: string) => name;
  switch (key) {
    case "$ref":
      return `#/components/schemas/${componentName(String(member).replace("#/$defs/", ""), spelling)}`;
    case "required":
      return Array.isArray(member) ? member.map((name) => spell(String(name))) : member;
    case "properties":
      return Object.fromEntries(
        Object.entries(Object(member)).map(([name, value]) => [
          spell(name),
          rewrite(value, spelling),
        ]),
      );
    case "const":
    case "enum":
    case "default":
      return member;
    default:
      return rewrite(member, spelling);
  }
}
