/** What happened on the wire during one call. */
export interface WireTrace {
  /** Bytes may have reached the provider. */
  sent: boolean;
  status: number | null;
  fault: "redirect" | "too_long" | "elsewhere" | null;
}

const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * A fetch for one call that goes to `origin` and nowhere else: redirects are not followed, and an answer is cut off after
 * `maxBytes` by an error. `trace` tells afterwards what happened, whatever the caller makes of the error.
 */
export function boundedFetch(
  origin: string,
  maxBytes: number,
): { fetch: typeof globalThis.fetch; trace: WireTrace } {
  const trace: WireTrace = { sent: false, status: null, fault: null };
  const stop = (fault: NonNullable<WireTrace["fault"]>, message: string) => {
    trace.fault = fault;
    return new Error(message);
  };
  return {
    trace,
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : String(input));
      if (url.origin !== origin) throw stop("elsewhere", "refused to call another address");
      const response = await send(input, { ...init, redirect: "manual" }, trace);
      trace.status = response.status;
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        throw stop("redirect", "the model's address redirects elsewhere");
      }
      return new Response(capped(response.body, maxBytes, stop), response);
    },
  };
}

async function send(
  input: Parameters<typeof fetch>[0],
  init: RequestInit,
  trace: WireTrace,
): Promise<Response> {
  trace.sent = true;
  try {
    return await fetch(input, init);
  } catch (error) {
    if (neverConnected.has(codeOf(error))) trace.sent = false;
    throw error;
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

function capped(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  stop: (fault: "too_long", message: string) => Error,
): ReadableStream<Uint8Array> | null {
  let bytes = 0;
  const cap = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) controller.error(stop("too_long", "the answer does not end"));
      else controller.enqueue(chunk);
    },
  });
  return body?.pipeThrough(cap) ?? null;
}
