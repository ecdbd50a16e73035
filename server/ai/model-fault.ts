import type { AttemptOutcome } from "#server/contracts/ai.ts";

/** Why a model gave no usable answer. */
export class ModelFault extends Error {
  readonly outcome: AttemptOutcome;
  /** Whether the provider may charge for it: only a call that was refused or never arrived is surely free. */
  readonly mayCost: boolean;
  /** What it said, where it said something. */
  readonly answer: ModelAnswer | null;
  /** What to tell the model for a repair. May hold its own words, so it is never stored or shown. */
  readonly detail: string;

  constructor(
    outcome: AttemptOutcome,
    message: string,
    options: { mayCost: boolean; answer?: ModelAnswer; detail?: string; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = "ModelFault";
    this.outcome = outcome;
    this.mayCost = options.mayCost;
    this.answer = options.answer ?? null;
    this.detail = options.detail ?? message;
  }
}

/** What a model said and what it counted; null where it counted nothing believable. */
export interface ModelAnswer {
  readonly text: string;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
}
