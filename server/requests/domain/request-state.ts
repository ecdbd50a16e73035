import type { RequestPhase } from "#server/contracts/request.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to a request. */
export type RequestEvent =
  | "plan"
  | "propose"
  | "answer"
  | "approve"
  | "replan"
  | "verify"
  | "finish"
  | "block"
  | "unblock"
  | "fail"
  | "reject"
  | "expire"
  | "cancel";

/**
 * The life of a request. `answer` ends a question, a greeting or an out-of-scope wish, for which nothing is ever planned.
 * Only the requests module applies these events.
 */
export const requestMachine = defineMachine<RequestPhase, RequestEvent>("request", {
  intake: {
    plan: "planning",
    answer: "done",
    block: "blocked",
    fail: "failed",
    cancel: "cancelled",
  },
  planning: {
    propose: "approval",
    answer: "done",
    block: "blocked",
    fail: "failed",
    cancel: "cancelled",
  },
  approval: {
    approve: "execution",
    propose: "approval",
    replan: "planning",
    reject: "rejected",
    expire: "timed_out",
    cancel: "cancelled",
  },
  execution: {
    verify: "verification",
    replan: "planning",
    fail: "failed",
    cancel: "cancelled",
    expire: "timed_out",
  },
  verification: { finish: "done", replan: "planning", fail: "failed", cancel: "cancelled" },
  blocked: { unblock: "planning", expire: "timed_out", cancel: "cancelled" },
  done: {},
  failed: {},
  rejected: {},
  cancelled: {},
  timed_out: {},
});

/** True once nothing can happen to the request any more. */
export function isSettled(phase: RequestPhase): boolean {
  return requestMachine.isFinal(phase);
}
