import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  type Envelope,
  type LinkCall,
  type LinkErrorPayload,
  type LinkPayload,
  type LinkReply,
  linkAnswerSchema,
  linkCalls,
  linkErrorSchema,
  linkHeaders,
  protocolVersion,
} from "#server/contracts/link.ts";
import { linkPaths } from "#server/contracts/routes.ts";
import { backoffDelayMs } from "#server/lib/backoff.ts";
import { timeLimit } from "#server/lib/time-limit.ts";
import { answeredText, isSignedBy, signedText, signText } from "#server/platform/link-keys.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { EnrolledIdentity } from "./identity.ts";

/** What Chiffon refused, in its words. */
export class LinkRefusal extends Error {
  readonly error: LinkErrorPayload;

  constructor(error: LinkErrorPayload) {
    super(error.message);
    this.name = "LinkRefusal";
    this.error = error;
  }

  /** This agent is no agent any more: nothing that it sends will be answered. */
  get isFinal(): boolean {
    return ["agent_revoked", "agent_unknown", "version_unsupported"].includes(this.error.name);
  }
}

type Asked<Name extends LinkCall> = Omit<LinkPayload<Name>, "ask">;

/** What came back: the answer, and what follows it. */
export interface Answer<Name extends LinkCall> {
  readonly reply: LinkReply<Name>;
  readonly orders: readonly Envelope[];
}

const timeoutMs = 30_000;
const retries = { baseMs: 500, maxMs: 10_000, jitter: 0.3 };
/** Messages that arrive in another order than they were sent are signed again. */
const maxResent = 20;
/** Largest answer that is read. */
const maxAnswerBytes = 32 * 1024 * 1024;

/** Speaks to Chiffon: each request signed and numbered, each answer checked against Chiffon's key. */
export class LinkClient {
  readonly #identity: EnrolledIdentity;
  readonly #log: Logger;
  readonly #onFinal: (refusal: LinkRefusal) => void;
  readonly #closed = new AbortController();
  /** Higher than any before, also before a restart. */
  #sequence = Date.now() * 1000;
  #clockOffsetMs = 0;
  #isReached = true;

  /** @param onFinal called once this agent can't go on */
  constructor(
    identity: EnrolledIdentity,
    options: { readonly log: Logger; readonly onFinal: (refusal: LinkRefusal) => void },
  ) {
    this.#identity = identity;
    this.#log = options.log;
    this.#onFinal = options.onFinal;
  }

  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** Ends every call that is under way. */
  close(): void {
    this.#closed.abort();
  }

  /**
   * Asks once. The same message may be sent more than once, under its id.
   *
   * @throws LinkRefusal, Error when Chiffon is not reached in time
   */
  async ask<Name extends LinkCall>(
    name: Name,
    said: Asked<Name>,
    options: { readonly waitMs?: number } = {},
  ): Promise<Answer<Name>> {
    return this.#exchange(name, this.#envelope(name, said), options.waitMs ?? 0);
  }

  /** Asks until it is answered, however long Chiffon is away. @throws LinkRefusal, Error when the agent ends */
  async insist<Name extends LinkCall>(name: Name, said: Asked<Name>): Promise<LinkReply<Name>> {
    const envelope = this.#envelope(name, said);
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.#exchange(name, envelope, 0)).reply;
      } catch (error) {
        const isDecided = error instanceof LinkRefusal && !error.error.retryable;
        if (isDecided || this.isClosed) throw error;
        const waitMs = backoffDelayMs(retries, Math.min(attempt, 10), Math.random());
        await delay(waitMs, undefined, { signal: this.#closed.signal });
      }
    }
  }

  #envelope<Name extends LinkCall>(name: Name, said: Asked<Name>): Omit<Envelope, "timestamp"> {
    const messageId = randomUUID();
    return {
      protocolVersion,
      messageId,
      fromAgent: `agent:${this.#identity.agentId}`,
      toAgent: "chiffon",
      traceId: messageId,
      requestId: messageId,
      type: linkCalls[name].type,
      payload: { ask: name, ...said },
    };
  }

  async #exchange<Name extends LinkCall>(
    name: Name,
    envelope: Omit<Envelope, "timestamp">,
    waitMs: number,
  ): Promise<Answer<Name>> {
    for (let resent = 0; ; resent++) {
      const [first, ...orders] = await this.#post(envelope, waitMs);
      if (first?.type === "error") {
        const refusal = new LinkRefusal(linkErrorSchema.parse(first.payload));
        if (resent < maxResent && this.#canMend(refusal.error)) continue;
        if (refusal.isFinal) this.#onFinal(refusal);
        throw refusal;
      }
      const reply = linkCalls[name].reply.parse(first?.payload) as LinkReply<Name>; // of that very name
      return { reply, orders };
    }
  }

  /** Whether the same message, signed anew, may pass at once. */
  #canMend({ name, lastSequence, serverTime }: LinkErrorPayload): boolean {
    if (name === "sequence_old" && lastSequence !== undefined) {
      this.#sequence = Math.max(this.#sequence, lastSequence);
      return true;
    }
    if (name !== "clock_differs" || serverTime === undefined) return false;
    this.#clockOffsetMs = Date.parse(serverTime) - Date.now();
    return true;
  }

  async #post(envelope: Omit<Envelope, "timestamp">, waitMs: number): Promise<Envelope[]> {
    const { server, serverKey, agentId, signKey } = this.#identity;
    const timestamp = new Date(Date.now() + this.#clockOffsetMs).toISOString();
    const body = JSON.stringify({ ...envelope, timestamp });
    this.#sequence += 1;
    const sequence = this.#sequence;
    const path = linkPaths.messages;
    const text = signedText({ method: "POST", path, body, timestamp, sequence });
    const signature = signText(signKey, text);
    const signal = AbortSignal.any([this.#closed.signal, timeLimit(timeoutMs + waitMs)]);
    try {
      const response = await fetch(new URL(path, server), {
        method: "POST",
        redirect: "error",
        headers: {
          "content-type": "application/json",
          [linkHeaders.agent]: agentId,
          [linkHeaders.timestamp]: timestamp,
          [linkHeaders.sequence]: String(sequence),
          [linkHeaders.signature]: signature,
        },
        ...{ body, signal },
      });
      const answer = await readText(response);
      const proof = response.headers.get(linkHeaders.signature) ?? "";
      if (!isSignedBy(serverKey, answeredText(signature, response.status, answer), proof))
        throw new Error(`the answer (${response.status}) was not signed by Chiffon`);
      this.#noteReached(true);
      return linkAnswerSchema.parse(JSON.parse(answer)).messages;
    } catch (error) {
      if (!this.isClosed) this.#noteReached(false, error);
      throw error;
    }
  }

  /** Says it when it changes, not again and again. */
  #noteReached(isReached: boolean, error?: unknown): void {
    if (isReached === this.#isReached) return;
    this.#isReached = isReached;
    if (isReached) this.#log.info("Chiffon answers again");
    else this.#log.warn({ err: error }, "Chiffon does not answer; what runs goes on meanwhile");
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array; // a body is bytes
    size += bytes.byteLength;
    if (size > maxAnswerBytes) throw new Error("the answer is too large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
