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
  | "hold"
  | "resume_approval"
  | "resume_execution"
  | "resume_verification"
  | "fail"
  | "reject"
  | "expire"
  | "cancel";

/**
 * The life of a request. `answer` ends a question, a greeting or an out-of-scope message, for which nothing is ever planned.
 * `hold` keeps a request whose phase needs evidence that is missing; it is resumed where it was held, and nowhere else.
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
    hold: "blocked",
    fail: "failed",
    cancel: "cancelled",
  },
  approval: {
    approve: "execution",
    propose: "approval",
    replan: "planning",
    hold: "blocked",
    reject: "rejected",
    expire: "timed_out",
    cancel: "cancelled",
  },
  execution: {
    verify: "verification",
    hold: "blocked",
    replan: "planning",
    fail: "failed",
    cancel: "cancelled",
    expire: "timed_out",
  },
  verification: {
    finish: "done",
    hold: "blocked",
    replan: "planning",
    fail: "failed",
    cancel: "cancelled",
  },
  blocked: {
    unblock: "planning",
    resume_approval: "approval",
    resume_execution: "execution",
    resume_verification: "verification",
    expire: "timed_out",
    cancel: "cancelled",
  },
  done: {},
  failed: {},
  rejected: {},
  cancelled: {},
  timed_out: {},
});

/** Sets of phases by what they mean; code and SQL go by these. */
export const requestPhases = {
  /** Chiffon moves it on by itself, towards a plan or an answer. */
  planning: ["intake", "planning"],
  /** Its approved plan is carried out. */
  executing: ["execution", "verification"],
  /** A person is asked for a decision or an answer. */
  waiting: ["approval", "blocked"],
} as const satisfies Record<string, readonly RequestPhase[]>;

/** True while Chiffon works out a plan or an answer. */
export function isBeingPlanned(phase: RequestPhase): boolean {
  return includes(requestPhases.planning, phase);
}

/** True while an approved plan is carried out. */
export function isExecuting(phase: RequestPhase): boolean {
  return includes(requestPhases.executing, phase);
}

/** True for a step with which a request ends in failure: what was approved did not come to its end, or nothing came of asking. */
export function isFailure(step: {
  readonly from: RequestPhase;
  readonly to: RequestPhase;
}): boolean {
  return step.to === "failed" || (step.to === "timed_out" && step.from === "execution");
}

/** True while a person is asked for a decision or an answer. */
export function waitsForPerson(phase: RequestPhase): boolean {
  return includes(requestPhases.waiting, phase);
}

function includes(set: readonly RequestPhase[], phase: RequestPhase): boolean {
  return set.includes(phase);
}

/** True once nothing can happen to the request any more. */
export function isSettled(phase: RequestPhase): boolean {
  return requestMachine.isFinal(phase);
}

/** The phases that nothing follows. */
export const settledPhases = requestMachine.states.filter(isSettled);
