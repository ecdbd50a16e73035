import { setTimeout as delay } from "node:timers/promises";

/**
 * Polls `check` until it returns something other than null or false, and returns that.
 * @throws Error naming `what` when `timeoutMs` has passed.
 */
export async function waitUntil<T>(
  check: () => Promise<T | null | false> | T | null | false,
  { what, timeoutMs, everyMs = 20 }: { what: string; timeoutMs: number; everyMs?: number },
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const result = await check();
    if (result !== null && result !== false) return result;
    if (performance.now() > deadline) throw new Error(`${what}: not after ${timeoutMs / 1000} s`);
    await delay(everyMs);
  }
}
