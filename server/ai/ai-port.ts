import type {
  ChoosableEntry,
  Complexity,
  FallbackDecision,
  Tier,
  Understanding,
} from "#server/contracts/ai.ts";
import type { ProposalsForm } from "#server/contracts/model-answer.ts";
import type { OpenValue } from "./domain/propose-prompt.ts";

/** What every question to a model carries, whichever tier answers it. */
export interface ModelQuestion {
  readonly requestId: string | null;
  readonly conversationId: string | null;
  readonly complexity: Complexity;
  /** The owner marked this as worth an external model. */
  readonly highValue: boolean;
  /** True when anything in the prompt comes from a repository marked never-send: external is then out. */
  readonly neverSend: boolean;
  /** Ends the call early: the answer is then that of the builtin tier. */
  readonly signal?: AbortSignal;
}

/** A message to understand, and everything the answer may name. */
export interface UnderstandQuestion extends ModelQuestion {
  readonly text: string;
  /** What went before, for hosts that the message refers back to; values in it do not count. Bounded and redacted here. */
  readonly context: string;
  /** At most the first 24 count. */
  readonly candidates: readonly ChoosableEntry[];
  /** Host names of the inventory; at most the first 100 count. */
  readonly hosts: readonly string[];
}

/** `result: null`: no model answered, the builtin rules decide. Never throws for a model's sake. */
export interface UnderstandAnswer {
  readonly tier: Tier;
  readonly result: Understanding | null;
  readonly decision: FallbackDecision;
  /** Set once per installation, at the first external call: what to tell the person. */
  readonly notice: string | null;
}

/** A question to answer in prose from facts (AI-04). */
export interface ProseQuestion extends ModelQuestion {
  readonly question: string;
  /** What is known, as plain text: the only source of the answer. Bounded and redacted here. */
  readonly facts: string;
}

/** `text: null`: no model answered; show the builtin answer. */
export interface ProseAnswer {
  readonly tier: Tier;
  readonly text: string | null;
  readonly decision: FallbackDecision;
  readonly notice: string | null;
}

/** Settings of a service that nobody filled in yet. */
export interface ProposeQuestion extends ModelQuestion {
  readonly service: string;
  /** At least one; at most the first 20 count. */
  readonly open: readonly OpenValue[];
}

/** `values: null`: no model answered. Each is for one of the given variables, and otherwise whatever the model said. */
export interface ProposeAnswer {
  readonly tier: Tier;
  readonly model: string | null;
  readonly values: ProposalsForm["values"] | null;
  readonly decision: FallbackDecision;
  readonly notice: string | null;
}

/** Gets the whole answer so far, growing; begins anew (shorter) when another tier takes over. */
export type OnProse = (textSoFar: string) => void;
