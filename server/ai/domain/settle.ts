import type { WorstCase } from "./budget.ts";
import { costMicroUsd, type ModelPrice } from "./price-table.ts";

/** The most a call can use. Input cannot be more tokens than bytes; output is capped by the provider. */
export interface CallBounds extends WorstCase {
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/** Tokens that providers add around a prompt, at most. */
const framingTokens = 2_048;

type Price = Pick<ModelPrice, "inputMicroUsdPerToken" | "outputMicroUsdPerToken">;
const free: Price = { inputMicroUsdPerToken: 0, outputMicroUsdPerToken: 0 };

/** Bounds of a call. The form counts twice: some providers repeat it in words. */
export function boundsOf(
  call: {
    readonly promptBytes: number;
    readonly formBytes: number;
    readonly maxOutputTokens: number;
  },
  price: Price | null,
): CallBounds {
  const tokensIn = call.promptBytes + 2 * call.formBytes + framingTokens;
  const tokensOut = call.maxOutputTokens;
  return {
    tokensIn,
    tokensOut,
    tokens: tokensIn + tokensOut,
    microUsd: costMicroUsd(price ?? free, tokensIn, tokensOut),
  };
}

/** What a call used and cost. */
export interface Settlement {
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costMicroUsd: number;
}

/**
 * What to settle a call at. A count that is missing is taken at its worst case, one beyond that is a lie and cut to it; a
 * call that surely was not charged costs nothing.
 */
export function settlementOf(
  bounds: CallBounds,
  price: Price | null,
  end: {
    readonly mayCost: boolean;
    readonly tokensIn: number | null;
    readonly tokensOut: number | null;
  },
): Settlement {
  if (!end.mayCost) return { tokensIn: 0, tokensOut: 0, costMicroUsd: 0 };
  const tokensIn = Math.min(end.tokensIn ?? bounds.tokensIn, bounds.tokensIn);
  const tokensOut = Math.min(end.tokensOut ?? bounds.tokensOut, bounds.tokensOut);
  return { tokensIn, tokensOut, costMicroUsd: costMicroUsd(price ?? free, tokensIn, tokensOut) };
}
