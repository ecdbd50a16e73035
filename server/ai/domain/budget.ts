import type { ModelBudgets } from "#server/contracts/ai.ts";

/** What calls have used, those that still run at their worst case. */
export interface Usage {
  readonly dayMicroUsd: number;
  readonly monthMicroUsd: number;
  readonly dayTokens: number;
  readonly monthTokens: number;
}

/** What a call may use at most. */
export interface WorstCase {
  readonly microUsd: number;
  readonly tokens: number;
}

/** One of the limits that can be set. */
export type BudgetName = keyof ModelBudgets;

interface Limit {
  readonly budget: BudgetName;
  readonly limit: number | null;
  readonly used: number;
}

const usedOf: Readonly<Record<BudgetName, keyof Usage>> = {
  externalDayMicroUsd: "dayMicroUsd",
  externalMonthMicroUsd: "monthMicroUsd",
  externalDayTokens: "dayTokens",
  externalMonthTokens: "monthTokens",
  localDayTokens: "dayTokens",
};
const budgetsOf: Readonly<Record<"local" | "external", readonly BudgetName[]>> = {
  external: [
    ...(["externalDayMicroUsd", "externalMonthMicroUsd"] as const),
    ...(["externalDayTokens", "externalMonthTokens"] as const),
  ],
  local: ["localDayTokens"],
};
const crossedWords: Readonly<Record<BudgetName, string>> = {
  externalDayMicroUsd: "today's budget for external models",
  externalMonthMicroUsd: "the month's budget for external models",
  externalDayTokens: "today's tokens for external models",
  externalMonthTokens: "the month's tokens for external models",
  localDayTokens: "today's quota of the local model",
};

function limitsOf(
  tier: "local" | "external",
  budgets: ModelBudgets,
  usage: Usage,
): readonly Limit[] {
  return budgetsOf[tier].map((budget) => ({
    ...{ budget, limit: budgets[budget], used: usage[usedOf[budget]] },
  }));
}

/** Which limits of a tier leave nothing. One of zero was never meant to: that switches the tier off. */
export function spentBudgets(
  tier: "local" | "external",
  budgets: ModelBudgets,
  usage: Usage,
): BudgetName[] {
  return limitsOf(tier, budgets, usage)
    .filter(({ limit, used }) => limit !== null && limit > 0 && used >= limit)
    .map(({ budget }) => budget);
}

/** The smallest share of any limit that is left, 0–1; 1 where nothing is limited. */
export function externalRemaining(budgets: ModelBudgets, usage: Usage): number {
  return Math.min(1, ...limitsOf("external", budgets, usage).map(shareLeft));
}

/** As {@link externalRemaining}, for the local tier's tokens per day. */
export function localRemaining(budgets: ModelBudgets, usage: Pick<Usage, "dayTokens">): number {
  return shareLeft({ limit: budgets.localDayTokens, used: usage.dayTokens });
}

function shareLeft({ limit, used }: Pick<Limit, "limit" | "used">): number {
  if (limit === null) return 1;
  return limit <= 0 ? 0 : Math.max(0, Math.min(1, (limit - used) / limit));
}

/** Why external models are switched off by the budgets alone, as the end of a sentence; null when they are on. */
export function whyNoBudget(budgets: ModelBudgets): string | null {
  const money = [budgets.externalDayMicroUsd, budgets.externalMonthMicroUsd];
  const all = [...money, budgets.externalDayTokens, budgets.externalMonthTokens];
  const isSet = money.some((limit) => limit !== null);
  return isSet && all.every((limit) => limit === null || limit > 0)
    ? null
    : "no budget is set for external models";
}

/** Null when a call fits into every limit at its worst case; else why it does not, as the end of a sentence. */
export function whyTooDear(
  tier: "local" | "external",
  budgets: ModelBudgets,
  usage: Usage,
  worst: WorstCase,
): string | null {
  const off = tier === "external" ? whyNoBudget(budgets) : null;
  if (off !== null) return off;
  const crossed = crossedBudget(tier, budgets, usage, worst);
  return crossed === null ? null : `it could cross ${crossedWords[crossed]}`;
}

/** The first limit that a call could cross; null where it fits into all. */
export function crossedBudget(
  tier: "local" | "external",
  budgets: ModelBudgets,
  usage: Usage,
  { microUsd, tokens }: WorstCase,
): BudgetName | null {
  const crossed = limitsOf(tier, budgets, usage).find(({ budget, limit, used }) => {
    const amount = budget.endsWith("Usd") ? microUsd : tokens;
    return limit !== null && used + amount > limit;
  });
  return crossed?.budget ?? null;
}
