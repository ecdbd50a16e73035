import type { AttemptOutcome } from "#server/contracts/ai.ts";

/** Why a model gave no usable answer. */
export class ModelFault extends Error {
  readonly outcome: AttemptOutcome;
  /** Whether the provider may charge for it: only a call that was refused or never arrived is surely free. */
  readonly mayCost: boolean;
  /** What it said, where it said something. */
  readonly answer: ModelAnswer | null;

  constructor(
    outcome: AttemptOutcome,
    message: string,
    options: { mayCost: boolean; answer?: ModelAnswer; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = "ModelFault";
    this.outcome = outcome;
    this.mayCost = options.mayCost;
    this.answer = options.answer ?? null;
  }
}

/** What a model said and what it counted; null where it counted nothing believable. */
export interface ModelAnswer {
  readonly text: string;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
}
