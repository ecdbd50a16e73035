import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { isSnakeCase } from "#server/contracts/routes.ts";
import { type Operation, openApiDocument } from "#server/http/openapi/document.ts";
import { planFor } from "#tests/support/installation.ts";
import { useLab } from "../journey/lab.ts";
import { type GeneratedCall, generatedCalls } from "./generated-input.ts";

const inputs = 50;
const together = 5;
const lab = useLab();
const { chiffon } = lab;
const document = openApiDocument();
const ajv = new Ajv2020({ strict: false, validateFormats: true });
addFormats(ajv);
ajv.addSchema({ $id: "document", components: document.components });

/** Every operation; those that take something away come last, and the caller's session at the very end. */
const operations = Object.entries(document.paths)
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  .sort((one, other) => rank(one) - rank(other));

function rank({ method, operation }: { method: string; operation: Operation }): number {
  if (operation.operationId === "signOut") return 2;
  return method === "delete" ? 1 : 0;
}

/** With real ids these would start work that takes longer than the test: what they are given is tried on others. */
const withoutRealIds = new Set(["startScaffold", "startReview", "installDependencies"]);

let cookie = "";
let ids: string[] = [];
const answered = new Map<string, number>();

beforeAll(async () => {
  cookie = await sessionCookie();
  const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
  await chiffon.approver.decide(plan);
  await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 120_000);
  const waiting = await planFor(chiffon.operator, "Deploy the beacon");
  const { db } = chiffon;
  const rows = await Promise.all([
    db.task.findMany({ select: { id: true }, take: 2 }),
    db.run.findMany({ select: { id: true }, take: 2 }),
    db.agent.findMany({ select: { id: true }, take: 1 }),
    db.conversation.findMany({ select: { id: true }, take: 2 }),
  ]);
  ids = [
    ...rows.flat().map(({ id }) => id),
    ...[plan.id, request_id, waiting.plan.id, waiting.request_id, lab.repositoryId],
  ];
});

async function sessionCookie(): Promise<string> {
  const answer = await fetch(`${chiffon.url}/api/session`, {
    method: "POST",
    headers: { origin: chiffon.url, "content-type": "application/json" },
    body: JSON.stringify({ name: "Ada", password: "correct horse battery" }),
  });
  return (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
}

/** What is wrong with an answer, by the document; null when nothing is. */
async function faultOf(
  { path, operation }: { path: string; operation: Operation },
  response: Response,
): Promise<string | null> {
  const { status } = response;
  const body = await response.text();
  if (status >= 500) return `${status}: ${body}`;
  const described = operation.responses[status] ?? operation.responses[`${`${status}`[0]}XX`];
  if (described === undefined) return `${status} is not described`;
  const content = Object(described["content"]);
  const type = (response.headers.get("content-type") ?? "").split(";", 1)[0] ?? "";
  if (content[type] === undefined) return `${type} is not described`;
  if (response.headers.get("x-trace-id") === null) return "no trace id";
  if (type !== "application/json" || (status < 400 && content[type].schema.type === "string"))
    return null;
  const json: unknown = JSON.parse(body);
  if (status >= 400) {
    const names = isSnakeCase(path)
      ? ["error_code", "error_message", "trace_id"]
      : ["errorCode", "errorMessage", "traceId"];
    const missing = names.filter((name) => Object(json)[name] === undefined);
    if (missing.length > 0) return `an error without ${missing}: ${body}`;
  }
  const reason = misfit(content[type].schema, json);
  return reason === null ? null : `${reason}: ${body.slice(0, 500)}`;
}

const compiled = new Map<string, ValidateFunction>();

/** Whether an answer fits a schema of the document; null where it does, else why not. */
function misfit(schema: object, json: unknown): string | null {
  // References of an operation's schema lead into the document.
  const text = JSON.stringify(schema).replaceAll('"#/components', '"document#/components');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
  compiled.set(text, validate);
  return validate(json) ? null : ajv.errorsText(validate.errors);
}

async function send(
  { method, operation }: { method: string; operation: Operation },
  call: GeneratedCall,
): Promise<Response> {
  const isOpen = Object(operation["security"]).length === 0;
  const changes = method !== "get";
  return fetch(`${chiffon.url}${call.target}`, {
    method: method.toUpperCase(),
    redirect: "manual",
    headers: {
      ...(isOpen ? {} : { cookie }),
      ...(changes ? { origin: chiffon.url, "content-type": "application/json" } : {}),
      ...call.headers,
    },
    body: changes ? (call.body ?? "{}") : null,
  });
}

/** Waiting for an answer is tried elsewhere: 50 times a minute is none of this test's time. */
function withoutWaiting(call: GeneratedCall): GeneratedCall {
  return { ...call, target: call.target.replace(/waitSeconds=\d+/, "waitSeconds=0") };
}

describe(`${inputs} generated inputs for each operation`, () => {
  it.each(operations.map((one) => [one.operation.operationId, one] as const))(
    "%s answers each as it says it does",
    async (name, one) => {
      const unknown = ["00000000-0000-4000-8000-000000000001"];
      const known = withoutRealIds.has(name) ? unknown : ids;
      const calls = fc.sample(generatedCalls({ ...one, ids: known }), {
        numRuns: inputs,
        seed: 20_261_128,
      });
      const faults: string[] = [];
      for (let at = 0; at < calls.length; at += together) {
        await Promise.all(
          calls
            .slice(at, at + together)
            .map(withoutWaiting)
            .map(async (call) => {
              const response = await send(one, call);
              if (response.ok) answered.set(name, (answered.get(name) ?? 0) + 1);
              const fault = await faultOf(one, response);
              if (fault !== null) faults.push(`${call.target} ${call.body}\n${fault}`);
            }),
        );
      }
      expect(faults).toEqual([]);
      expect(calls.length).toBeGreaterThanOrEqual(inputs);
    },
  );

  it("got past the checks of many operations: nonsense alone would prove little", () => {
    expect(answered.size).toBeGreaterThan(operations.length * 0.4);
  });
});

describe("what the test would catch", () => {
  const [one] = operations.filter(({ operation }) => operation.operationId === "listAgents");
  const headers = { "content-type": "application/json", "x-trace-id": "t" };
  it.each([
    ["a field too little", 200, { agents: [], trace_id: "t" }],
    ["a name in the other spelling", 200, { agents: [], seq: 1, traceId: "t" }],
    ["an error without its number", 404, { error_message: "x", trace_id: "t" }],
    ["a fault of ours", 500, { error_code: 9999, error_message: "x", trace_id: "t" }],
  ])("%s", async (_what, status, body) => {
    const response = new Response(JSON.stringify(body), { status, headers });
    expect(one && (await faultOf(one, response))).toEqual(expect.any(String));
  });

  it("and what it lets pass", async () => {
    const body = JSON.stringify({ agents: [], seq: 1, trace_id: "t" });
    expect(one && (await faultOf(one, new Response(body, { headers })))).toBeNull();
  });
});
