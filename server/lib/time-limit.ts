const nothing = (): void => undefined;

/**
 * A signal that aborts after so long, for `AbortSignal.any`. Node forgets one of `AbortSignal.timeout` that only a combined
 * signal waits for when it collects garbage, and the limit is then none (nodejs/node#57736). One that somebody listens to
 * stays until it fires.
 */
export function timeLimit(timeoutMs: number): AbortSignal {
  const signal = AbortSignal.timeout(timeoutMs);
  signal.addEventListener("abort", nothing);
  return signal;
}
