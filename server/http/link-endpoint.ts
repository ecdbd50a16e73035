import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { RateLimiterMemory } from "rate-limiter-flexible";
import {
  enrolBodySchema,
  type LinkErrorPayload,
  linkErrors,
  linkHeaders,
  maxMessageBytes,
  maxWaitSeconds,
} from "#server/contracts/link.ts";
import { agentFilePath, linkPaths } from "#server/contracts/routes.ts";
import { timeLimit } from "#server/lib/time-limit.ts";
import type { LinkCaller } from "#server/link/link-caller.ts";
import { LinkError } from "#server/link/link-error.ts";
import { inEnvelope, parsed } from "#server/link/link-service.ts";
import { answeredText, signText } from "#server/platform/link-keys.ts";
import type { Edge } from "./edge.ts";
import { addressOf } from "./gate.ts";

/** Messages of one agent, and enrolments from one address. */
const perAgent = { points: 600, duration: 10 };
const perAddress = { points: 60, duration: 60 };

/** What goes back. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * Where agents on other machines speak to Chiffon, and where they get their program: no session, no cookie, no page. Each
 * request is signed by the agent's key, each answer by Chiffon's.
 */
export function createLinkEndpoint(edge: Edge) {
  const ended = new AbortController();
  const limits = {
    agent: new RateLimiterMemory({ ...perAgent, keyPrefix: "agent" }),
    enrol: new RateLimiterMemory({ ...perAddress, keyPrefix: "enrol" }),
  };
  const parts: Parts = { edge, limits, ended: ended.signal };
  return {
    handle: (request: IncomingMessage, response: ServerResponse) =>
      handle(parts, request, response),
    /** Lets nobody wait any longer. */
    close: () => ended.abort(),
  };
}

interface Parts {
  readonly edge: Edge;
  readonly limits: Readonly<Record<"agent" | "enrol", RateLimiterMemory>>;
  readonly ended: AbortSignal;
}

async function handle(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  if (path === agentFilePath) return sendProgram(parts.edge, request, response);
  response.setHeader("content-type", "application/json");
  response.setHeader("cache-control", "no-store");
  const answer =
    request.method !== "POST"
      ? refusal(new LinkError("message_invalid", { message: "Messages are posted." }))
      : path === linkPaths.enrol
        ? await enrol(parts, request)
        : await answerMessage(parts, request, response);
  response.writeHead(answer.status).end(answer.body);
}

async function sendProgram(
  edge: Edge,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const { content, hash } = await edge.services.agentFile.read();
  response.writeHead(200, {
    "content-type": "text/javascript; charset=utf-8",
    "content-length": content.byteLength,
    "cache-control": "no-cache",
    "x-content-sha256": hash,
    etag: `"${hash}"`,
  });
  response.end(request.method === "HEAD" ? undefined : content);
}

async function enrol({ edge, limits }: Parts, request: IncomingMessage): Promise<Answer> {
  const address = addressOf(request, edge.origins);
  try {
    await within(limits.enrol, address);
    const body = parsed(enrolBodySchema, await readJson(request));
    const enrolled = await edge.services.enrolments.enrol(body);
    return { status: 200, body: JSON.stringify(enrolled) };
  } catch (error) {
    return refused(edge, request, error);
  }
}

async function answerMessage(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer> {
  const { edge } = parts;
  const signature = header(request, linkHeaders.signature);
  const answer = await answered(parts, request, response);
  // An answer belongs to its request: whoever stands between can neither change it nor give it to another.
  const { privateKey } = await edge.services.serverKey.pair();
  const text = answeredText(signature, answer.status, answer.body);
  response.setHeader(linkHeaders.signature, signText(privateKey, text));
  return answer;
}

async function answered(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer> {
  const { edge, limits } = parts;
  const { link } = edge.services;
  let caller: LinkCaller | null = null;
  try {
    const agentId = header(request, linkHeaders.agent);
    if (!/^[0-9a-f-]{36}$/.test(agentId)) throw new LinkError("agent_unknown");
    const body = await readBody(request);
    caller = await link.authenticate({
      ...{ method: "POST", path: linkPaths.messages, body, agentId },
      timestamp: header(request, linkHeaders.timestamp),
      sequence: sequenceOf(header(request, linkHeaders.sequence)),
      signature: header(request, linkHeaders.signature),
    });
    await within(limits.agent, agentId);
    const signal = waiting(parts.ended, response);
    const messages = await link.answer(caller, link.read(caller, body), signal);
    return { status: 200, body: JSON.stringify({ messages }) };
  } catch (error) {
    return refused(edge, request, error, caller);
  }
}

/** Ends when Chiffon stops, when the agent is gone, and in any case. */
function waiting(ended: AbortSignal, response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return AbortSignal.any([ended, gone.signal, timeLimit((maxWaitSeconds + 5) * 1000)]);
}

function refused(
  edge: Edge,
  request: IncomingMessage,
  error: unknown,
  caller: LinkCaller | null = null,
): Answer {
  if (!(error instanceof LinkError)) {
    const isDown = edge.toKnownError(error).code === "database_unavailable";
    if (!isDown) edge.log.error({ err: error, agentId: caller?.agentId }, "an agent's call failed");
    return refusal(new LinkError("unavailable"), caller);
  }
  const { httpStatus, retryable } = linkErrors[error.kind];
  if (!retryable && httpStatus !== 422)
    edge.refused({
      ...{ edge: "http", code: "not_allowed", principal: null, traceId: randomUUID() },
      ...{ method: request.method ?? "", path: request.url ?? "" },
      address: addressOf(request, edge.origins),
      reason: `${error.kind}: ${error.message}`,
    });
  return refusal(error, caller);
}

function refusal(error: LinkError, caller: LinkCaller | null = null): Answer {
  const payload: LinkErrorPayload = error.payload();
  const envelope = inEnvelope({ type: "error", payload }, caller?.agentId ?? null, null);
  return {
    status: linkErrors[error.kind].httpStatus,
    body: JSON.stringify({ messages: [envelope] }),
  };
}

/** @throws LinkError too_many_messages */
async function within(limiter: RateLimiterMemory, key: string): Promise<void> {
  await limiter.consume(key).catch(() => {
    throw new LinkError("too_many_messages");
  });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await readBody(request)).toString("utf8"));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError("message_invalid", { message: "The body is not valid JSON." });
  }
}

/** @throws LinkError message_too_large */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer; // no encoding is set
    size += bytes.byteLength;
    if (size > maxMessageBytes) throw new LinkError("message_too_large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" && value.length <= 300 ? value : "";
}

function sequenceOf(text: string): number {
  const sequence = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(sequence) ? sequence : 0;
}
