import type { Ended } from "#server/execution/run-service.ts";
import { decideOutcome } from "#server/runner/outcome.ts";

const facts = { kind: "command" as const, events: [], timedOut: false, cancelled: false };

/** How a run ends whose script succeeded. */
export const succeeded: Ended = {
  outcome: decideOutcome({
    ...facts,
    exit: { nonce: "", exitCode: 0, startedAtMs: 0, endedAtMs: 0, cpuSeconds: 0, timedOut: false },
    idempotent: false,
  }),
  neverStarted: false,
  vanished: false,
  problem: null,
};

/** How a run ends of which it is proven that it never began. */
export const neverStarted: Ended = {
  outcome: decideOutcome({ ...facts, exit: null, idempotent: true }),
  neverStarted: true,
  vanished: false,
  problem: null,
};
