import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import { type ToolName, tools } from "#server/contracts/mcp.ts";
import { type JsonSchema, wireSchema } from "#server/http/openapi/wire-schema.ts";

/** A tool's schemas as clients read them. What is given is checked by the contract's own schema, when it is called. */
export interface ToolSchemas {
  readonly input: StandardSchemaWithJSON;
  readonly output: StandardSchemaWithJSON;
}

/** The schemas of every tool, made once: a server is made for each call. */
export const toolSchemas: ReadonlyMap<ToolName, ToolSchemas> = new Map(
  Object.entries(tools).map(([name, { input, output }]) => [
    name as ToolName, // the table's keys are the tools' names
    {
      input: described(selfContained(wireSchema(input, { io: "input", spelling: "snake" }))),
      output: described(
        withTraceId(selfContained(wireSchema(output, { io: "output", spelling: "snake" }))),
      ),
    },
  ]),
);

/** A schema that has what it refers to within itself, with an object at its root, as clients of tools expect. */
function selfContained({
  schema,
  components,
}: {
  readonly schema: JsonSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}): JsonSchema {
  const reference = typeof schema["$ref"] === "string" ? schema["$ref"] : "";
  const root = components[reference.slice(reference.lastIndexOf("/") + 1)] ?? schema;
  const text = JSON.stringify({ type: "object", ...root, $defs: components });
  const { $defs, ...own } = Object(
    JSON.parse(text.replaceAll('"#/components/schemas/', '"#/$defs/')),
  );
  return Object.keys(components).length === 0 ? own : { ...own, $defs };
}

/** Every answer has the trace id beside what its schema names. */
function withTraceId(schema: JsonSchema): JsonSchema {
  const { properties = {}, required = [] } = schema;
  return {
    ...schema,
    properties: { ...Object(properties), trace_id: { type: "string" } },
    required: [...(Array.isArray(required) ? required : []), "trace_id"],
  };
}

/** Says what JSON looks like and lets it pass: an answer is parsed before it leaves, a call before it is made. */
function described(schema: JsonSchema): StandardSchemaWithJSON {
  const json = () => ({ ...schema });
  return {
    "~standard": {
      version: 1,
      vendor: "chiffon",
      validate: (value) => ({ value }),
      jsonSchema: { input: json, output: json },
    },
  };
}
