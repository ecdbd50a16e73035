import { AppError } from "#server/lib/app-error.ts";

/** Calls that one token may have open at once: those that wait, and streams. */
const mostOpen = 8;

/** Counts open calls by token. */
export class OpenCalls {
  readonly #open = new Map<string, number>();

  /**
   * Lets a call in.
   *
   * @returns what to call when it is over; more than once does no harm
   * @throws too_many_requests
   */
  enter(tokenId: string): () => void {
    const open = this.#open.get(tokenId) ?? 0;
    if (open >= mostOpen) {
      const message = `This token has ${mostOpen} calls open already.`;
      throw new AppError("too_many_requests", { message, details: { retryAfterSeconds: 1 } });
    }
    this.#open.set(tokenId, open + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#open.get(tokenId) ?? 1) - 1;
      if (left > 0) this.#open.set(tokenId, left);
      else this.#open.delete(tokenId);
    };
  }
}

/** The same response; `onEnd` is called once its body was sent, or nobody wants the rest. */
export function whenSent(response: Response, onEnd: () => void): Response {
  if (response.body === null) {
    onEnd();
    return response;
  }
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      onEnd();
    },
    async cancel(reason) {
      onEnd();
      await reader.cancel(reason);
    },
  });
  return new Response(body, response);
}
