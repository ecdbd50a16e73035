/** What a model costs. Micro-USD per token is the same number as US dollars per million tokens. */
export interface ModelPrice {
  /** The id, alone or followed by a date ("claude-haiku-4-5-20251001"). */
  readonly id: string;
  readonly inputMicroUsdPerToken: number;
  readonly outputMicroUsdPerToken: number;
  /** Takes an `effort` setting. */
  readonly hasEffort: boolean;
  readonly source: string;
  /** The day the source was read for, YYYY-MM-DD. */
  readonly asOf: string;
}

const lineup = "https://platform.claude.com/docs/en/models/haiku-5-5/overview";
const opus5 = "https://platform.claude.com/docs/en/models/opus-5/overview";
const opus46 = "https://platform.claude.com/docs/en/models/opus-4-6/overview";

const price = (
  id: string,
  [inputMicroUsdPerToken, outputMicroUsdPerToken]: readonly [number, number],
  source: string,
  hasEffort = true,
): ModelPrice => ({
  id,
  inputMicroUsdPerToken,
  outputMicroUsdPerToken,
  hasEffort,
  source,
  asOf: "2026-10-07",
});

/**
 * Published list prices, without discounts: what a call can cost at most. Haiku 5.5 costs more beyond prompts of 100,000
 * tokens, which ours never reach. A model that is not listed is never asked.
 */
export const priceTable: readonly ModelPrice[] = [
  price("claude-fable-5-1", [10, 50], lineup),
  price("claude-opus-5-5", [4, 20], lineup),
  price("claude-sonnet-5-5", [2, 10], lineup),
  price("claude-haiku-5-5", [0.1, 0.5], lineup),
  price("claude-opus-5", [5, 25], opus5),
  price("claude-sonnet-5", [2, 10], opus5),
  price("claude-haiku-4-5", [1, 5], opus5, false),
  price("claude-opus-4-6", [5, 25], opus46),
];

/** The price of a model by its id; null when none is known. */
export function priceOf(model: string): ModelPrice | null {
  return (
    priceTable.find(({ id }) => model === id || /^-\d{8}$/.test(afterPrefix(model, id))) ?? null
  );
}

function afterPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : "";
}

/** What so many tokens cost, rounded up to a whole micro-USD. */
export function costMicroUsd(
  price: Pick<ModelPrice, "inputMicroUsdPerToken" | "outputMicroUsdPerToken">,
  tokensIn: number,
  tokensOut: number,
): number {
  const exact = tokensIn * price.inputMicroUsdPerToken + tokensOut * price.outputMicroUsdPerToken;
  return Math.ceil(exact - 1e-9);
}
