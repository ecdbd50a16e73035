import type { z } from "zod";
import { type Endpoint, endpoints, errorReplySchema } from "#server/contracts/api.ts";
import { errorTable } from "#server/contracts/errors.ts";
import { type EndpointName, isSnakeCase, routeOf, routes } from "#server/contracts/routes.ts";
import { snake } from "#server/contracts/wire-case.ts";
import { leastRoleFor } from "#server/people/domain/policy.ts";
import { scopeFor } from "#server/people/domain/token-scopes.ts";
import { takesKey } from "../idempotency.ts";
import { exampleBody } from "./examples.ts";
import { fileTypes, operationWords, successStatus } from "./operation-words.ts";
import { componentName, type JsonSchema, type Spelling, wireSchema } from "./wire-schema.ts";

/** An OpenAPI 3.1 document, as JSON. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> } & JsonSchema;
  readonly [more: string]: unknown;
}

/** One operation of the document. */
export interface Operation extends JsonSchema {
  readonly operationId: EndpointName;
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

const about = `Everything that the pages of Chiffon do goes through these endpoints.

Names are snake_case below \`/api/v1\` and camelCase elsewhere. Times are ISO 8601 in UTC, ids are UUIDs. Every answer has a
\`trace_id\` (\`traceId\`), which finds it in the log; every error has \`error_code\`, \`error_message\` and \`trace_id\`.

MCP clients speak their own protocol at \`/api/mcp\`, with the same tokens.`;

/** Describes every endpoint by the schemas that its route checks. Equal tables give an equal document. */
export function openApiDocument(): OpenApiDocument {
  const components: Record<string, JsonSchema> = {};
  const paths: Record<string, Record<string, Operation>> = {};
  // The names of the table are the endpoints' names: the compiler holds both together.
  for (const name of Object.keys(routes) as EndpointName[]) {
    const { method, path } = routeOf(name);
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: operationOf(name, (schema, io) =>
        collect(components, schema, io, spellingOf(path)),
      ),
    };
  }
  for (const spelling of ["snake", "camel"] as const) {
    // An error says what it knows beside its code too, each in its own words.
    const { schema } = wireSchema(errorReplySchema, { io: "output", spelling });
    components[componentName("Error", spelling)] = schema;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Chiffon",
      version: "1",
      description: about,
      license: { name: "GPL-3.0-or-later" },
    },
    servers: [{ url: "/" }],
    tags: tagsOf(paths),
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(components).sort(([one], [other]) => (one < other ? -1 : 1)),
      ),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "An API token, made under Settings. It never may more than its person.",
        },
        session: { type: "apiKey", in: "cookie", name: "chiffon_session" },
      },
    },
  };
}

type Collect = (schema: z.ZodType, io: "input" | "output") => JsonSchema;

function collect(
  components: Record<string, JsonSchema>,
  schema: z.ZodType,
  io: "input" | "output",
  spelling: Spelling,
): JsonSchema {
  const written = wireSchema(schema, { io, spelling });
  Object.assign(components, written.components);
  return written.schema;
}

function operationOf(name: EndpointName, schemaOf: Collect): Operation {
  const { path } = routeOf(name);
  const endpoint: Endpoint = endpoints[name];
  return {
    operationId: name,
    summary: operationWords[name],
    description: whoMayCall(endpoint),
    tags: [tagOf(path)],
    security: securityOf(endpoint),
    parameters: [
      ...pathParameters(path),
      ...queryParameters(endpoint, path, schemaOf),
      ...(takesKey(name) ? [idempotencyKey] : []),
    ],
    ...(endpoint.body === null ? {} : { requestBody: requestBody(name, endpoint.body, schemaOf) }),
    responses: responsesOf(name, endpoint, schemaOf),
  };
}

function securityOf({ action }: Endpoint): Record<string, string[]>[] {
  if (action === null) return [];
  const scope = scopeFor(action);
  return [...(scope === null ? [] : [{ token: [scope] }]), { session: [] }];
}

function whoMayCall({ action }: Endpoint): string {
  if (action === null) return "Open to everyone.";
  const scope = scopeFor(action);
  const byToken = scope === null ? "No token may do this." : `Scope of a token: \`${scope}\`.`;
  return `Role: ${leastRoleFor(action)} or above. ${byToken}`;
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "The same key and body give the same answer again; the same key with another body is refused.",
  schema: { type: "string", minLength: 1, maxLength: 200, pattern: "^[!-~]+$" },
};

function pathParameters(path: string): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema:
      name === "id"
        ? { type: "string", format: "uuid" }
        : { type: "string", minLength: 1, maxLength: 100 },
  }));
}

function queryParameters({ query }: Endpoint, path: string, schemaOf: Collect): JsonSchema[] {
  if (query === null) return [];
  const { properties = {}, required = [] } = schemaOf(query, "input") as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name: isSnakeCase(path) ? snake(name) : name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function requestBody(name: EndpointName, body: z.ZodType, schemaOf: Collect): JsonSchema {
  const example = exampleBody(name);
  return {
    required: true,
    content: {
      "application/json": {
        schema: schemaOf(body, "input"),
        ...(example === null ? {} : { example }),
      },
    },
  };
}

function responsesOf(
  name: EndpointName,
  endpoint: Endpoint,
  schemaOf: Collect,
): Record<string, JsonSchema> {
  const content =
    endpoint.reply === null
      ? Object.fromEntries(
          (fileTypes[name] ?? []).map((type) => [type, { schema: { type: "string" } }]),
        )
      : {
          "application/json": {
            schema: withTraceId(schemaOf(endpoint.reply, "output"), routeOf(name).path),
          },
        };
  const success = { description: "Done.", headers: replyHeaders, content };
  const problem = errorResponse(routeOf(name).path);
  return {
    ...Object.fromEntries((successStatus[name] ?? [200]).map((status) => [status, success])),
    ...(endpoint.action === null
      ? {}
      : {
          401: problem(["not_signed_in", "token_invalid"]),
          403: problem(["not_allowed", "token_scope_missing"]),
        }),
    "4XX": problem(["invalid_input", "not_found", "too_many_requests"]),
    "5XX": problem([
      ...(["internal", "audit_unavailable", "database_unavailable"] as const),
      ...(["answer_failed", "timeout"] as const),
    ]),
  };
}

const replyHeaders = {
  "X-Trace-Id": { description: "Finds the answer in the log.", schema: { type: "string" } },
  "RateLimit-Policy": {
    description: "With a token: calls (q) that a window of w seconds has.",
    schema: { type: "string" },
  },
  RateLimit: {
    description: "With a token: calls that remain (r) until the window begins anew, in t seconds.",
    schema: { type: "string" },
  },
};

function errorResponse(path: string) {
  return (codes: readonly (keyof typeof errorTable)[]): JsonSchema => ({
    description: codes
      .map((code) => `${errorTable[code].errorCode}: ${errorTable[code].userMessage}`)
      .join(" "),
    headers: replyHeaders,
    content: {
      "application/json": {
        schema: { $ref: `#/components/schemas/${componentName("Error", spellingOf(path))}` },
      },
    },
  });
}

/** Every answer is its schema and the trace id, which the edge adds. */
function withTraceId(schema: JsonSchema, path: string): JsonSchema {
  const name = isSnakeCase(path) ? "trace_id" : "traceId";
  const traced = { properties: { [name]: { type: "string" } }, required: [name] };
  return { allOf: [schema, { type: "object", ...traced }] };
}

const spellingOf = (path: string): Spelling => (isSnakeCase(path) ? "snake" : "camel");

/** The first word of a path: what the endpoint is about. */
const tagOf = (path: string): string => path.replace("/api/v1/", "/api/").split("/")[2] ?? "";

function tagsOf(paths: OpenApiDocument["paths"]): { name: string }[] {
  return [...new Set(Object.keys(paths).map(tagOf))].sort().map((name) => ({ name }));
}
