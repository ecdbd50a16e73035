import { timeLimit } from "#server/lib/time-limit.ts";
import { eventsOf } from "./event-stream.ts";
import { type Message, messageHeaders } from "./message-headers.ts";

/** Calls that are on their way at once; a client that makes more is told to wait. */
const mostCalls = 32;
/** A little longer than the server holds any call. */
const longestCallMs = 11 * 60_000;
/** JSON-RPC: the server's own refusals. */
const notReached = -32_000;

/** Where messages go and what they show. */
export interface BridgeTarget {
  readonly url: URL;
  readonly token: string;
}

/**
 * Carries messages of one client from stdio to the MCP endpoint of a Chiffon and its answers back. Whatever may be done
 * is decided there; this only translates between two transports.
 */
export class McpBridge {
  readonly #target: BridgeTarget;
  readonly #answer: (message: Message) => Promise<void>;
  readonly #calls = new Map<string | number, AbortController>();
  /** The revision that `initialize` agreed on; from 2026-07-28 on each message says its own. */
  #agreed: string | null = null;

  constructor(target: BridgeTarget, answer: (message: Message) => Promise<void>) {
    this.#target = target;
    this.#answer = answer;
  }

  /** Carries one message. Resolves once it was answered; never rejects. */
  async take(message: Message): Promise<void> {
    if (message.method === "notifications/cancelled") return this.#cancel(message.params);
    const { id } = message;
    if (message.method === undefined || id === undefined || id === null) return this.#tell(message);
    if (this.#calls.size >= mostCalls)
      return this.#answer(problem(id, `More than ${mostCalls} calls at once.`));
    const stop = new AbortController();
    this.#calls.set(id, stop);
    try {
      await this.#call(message, id, stop.signal);
    } catch (error) {
      // Whoever gave a call up waits for no answer to it.
      if (!stop.signal.aborted) await this.#answer(problem(id, wordsFor(error, this.#target.url)));
    } finally {
      this.#calls.delete(id);
    }
  }

  /** Gives everything up that is on its way. */
  close(): void {
    for (const stop of this.#calls.values()) stop.abort();
  }

  /** By HTTP a call is given up by hanging up. */
  #cancel(params: unknown): void {
    this.#calls.get(Object(params).requestId)?.abort();
  }

  async #call(message: Message, id: string | number, stop: AbortSignal): Promise<void> {
    const response = await this.#post(message, stop);
    const type = response.headers.get("content-type") ?? "";
    if (type.startsWith("text/event-stream") && response.body !== null) {
      for await (const data of eventsOf(response.body)) await this.#pass(JSON.parse(data), message);
      return;
    }
    const body: unknown = await response.json().catch(() => null);
    const { jsonrpc, error, error_message: refusal, errorMessage = refusal } = Object(body);
    if (jsonrpc !== "2.0") throw new Error(errorMessage ?? `Chiffon answered ${response.status}.`);
    // What is refused before it is read as a call has no id of its own.
    await this.#pass(error === undefined ? Object(body) : { ...Object(body), id }, message);
  }

  async #pass(answer: Message & { readonly result?: unknown }, asked: Message): Promise<void> {
    const revision = Object(answer.result).protocolVersion;
    if (asked.method === "initialize" && typeof revision === "string") this.#agreed = revision;
    await this.#answer(answer);
  }

  /** A message that wants no answer, and gets none. */
  async #tell(message: Message): Promise<void> {
    const response = await this.#post(message, new AbortController().signal).catch(() => null);
    await response?.body?.cancel();
  }

  #post(message: Message, stop: AbortSignal): Promise<Response> {
    return fetch(this.#target.url, {
      method: "POST",
      redirect: "error",
      headers: {
        authorization: `Bearer ${this.#target.token}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...messageHeaders(message, this.#agreed),
      },
      body: JSON.stringify(message),
      signal: AbortSignal.any([stop, timeLimit(longestCallMs)]),
    });
  }
}

function problem(id: string | number, message: string): Message & { readonly error: object } {
  return Object({ jsonrpc: "2.0", id, error: { code: notReached, message } });
}

function wordsFor(error: unknown, url: URL): string {
  if (error instanceof TypeError) return `Chiffon does not answer at ${url.origin}.`;
  return error instanceof Error ? error.message : String(error);
}
