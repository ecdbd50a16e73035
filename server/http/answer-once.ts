import type { Principal } from "#server/contracts/people.ts";
import type { EndpointName } from "#server/contracts/routes.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { KeyedCall } from "#server/platform/remembered-answers.ts";
import { sha256 } from "#server/platform/sha256.ts";
import type { Edge } from "./edge.ts";
import { isRemembered, refusesKey } from "./idempotency.ts";

/** A checked call, as far as it makes up what its key stands for. */
interface Asked {
  readonly principal: Principal | null;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** Its `Idempotency-Key`, or null. */
  readonly key: string | null;
}

/**
 * Answers a call, or where it has a key and was answered before, gives that answer again. An error is not remembered:
 * nothing came of such a call.
 *
 * @throws idempotency_conflict, call_in_progress, invalid_input where the endpoint takes no key
 */
export async function answerOnce(
  edge: Edge,
  name: EndpointName,
  asked: Asked,
  answer: () => Promise<Response>,
): Promise<Response> {
  const { principal, key } = asked;
  if (key !== null && principal !== null && refusesKey(name)) throw noKeyHere();
  if (key === null || principal === null || !isRemembered(name)) return answer();
  const call = { personId: principal.personId, key, callHash: hashOf(name, asked) };
  const state = await edge.remembered.begin(call);
  switch (state.kind) {
    case "answered":
      return again(state);
    case "in_progress":
      throw new AppError("call_in_progress", { details: { retryAfterSeconds: 1 } });
    case "other_call":
      throw new AppError("idempotency_conflict");
    case "first":
      return first(edge, call, answer);
  }
}

async function first(
  edge: Edge,
  call: KeyedCall,
  answer: () => Promise<Response>,
): Promise<Response> {
  const response = await answer().catch(async (error: unknown) => {
    await edge.remembered.giveBack(call).catch(notKept(edge));
    throw error;
  });
  const answered = { status: response.status, body: await response.clone().text() };
  // What was asked for is done: that its answer could not be kept is no reason to say otherwise.
  await edge.remembered.finish(call, answered).catch(notKept(edge));
  return response;
}

const notKept = (edge: Edge) => (err: unknown) =>
  edge.log.warn({ err }, "an idempotency key was not kept");

function again({ status, body }: { readonly status: number; readonly body: string }): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "idempotency-replayed": "true",
    },
  });
}

/** Parsed pieces have the order of their schemas, so equal calls have equal text. */
function hashOf(name: EndpointName, { params, query, body }: Asked): string {
  return sha256(JSON.stringify([name, params, query, body]));
}

function noKeyHere(): AppError {
  const message = "Idempotency-Key: this endpoint takes none, because its answer must not be kept.";
  return new AppError("invalid_input", { message });
}
