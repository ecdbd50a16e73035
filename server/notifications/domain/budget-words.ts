import type { ModelBudgets } from "#server/contracts/ai.ts";

interface Words {
  readonly name: string;
  readonly unit: "money" | "tokens";
  readonly until: "tomorrow" | "next month";
  readonly instead: string;
}

const external = "Until then the local model, or rules alone, do what Claude would.";
const local = "Until then rules, or Claude within its own budget, do what the local model would.";

const words: Readonly<Record<keyof ModelBudgets, Words>> = {
  externalDayMicroUsd: {
    ...{ name: "today's money for external models", unit: "money" },
    ...{ until: "tomorrow", instead: external },
  },
  externalMonthMicroUsd: {
    ...{ name: "this month's money for external models", unit: "money" },
    ...{ until: "next month", instead: external },
  },
  externalDayTokens: {
    ...{ name: "today's tokens for external models", unit: "tokens" },
    ...{ until: "tomorrow", instead: external },
  },
  externalMonthTokens: {
    ...{ name: "this month's tokens for external models", unit: "tokens" },
    ...{ until: "next month", instead: external },
  },
  localDayTokens: {
    ...{ name: "today's tokens for the local model", unit: "tokens" },
    ...{ until: "tomorrow", instead: local },
  },
};

/** What is said of a budget that is reached; null for a name that is none. */
export function budgetWords(
  budget: unknown,
  limit: number,
): { readonly action: string; readonly reason: string } | null {
  if (typeof budget !== "string" || !isBudget(budget)) return null;
  const { name, unit, until, instead } = words[budget];
  const amount =
    unit === "money" ? `$${(limit / 1_000_000).toFixed(2)}` : `${limit.toLocaleString("en-US")}`;
  const what = unit === "money" ? amount : `${amount} tokens`;
  const reason = `The limit is ${what}; it counts anew ${until} (UTC). ${instead} More can be allowed under Spend.`;
  return { action: name, reason };
}

function isBudget(name: string): name is keyof ModelBudgets {
  return Object.hasOwn(words, name);
}
