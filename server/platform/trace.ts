import { AsyncLocalStorage } from "node:async_hooks";

const trace = new AsyncLocalStorage<string>();

/** Does something as part of a trace: what it logs, and the requests that it makes, have its id. */
export function inTrace<T>(traceId: string, work: () => T): T {
  return trace.run(traceId, work);
}

/** The trace that the code runs in: a call's, or that of the call that asked for what it does. Null where nobody called. */
export function currentTraceId(): string | null {
  return trace.getStore() ?? null;
}
