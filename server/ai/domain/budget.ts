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

interface Limit {
  readonly limit: number | null;
  readonly used: number;
  readonly name: string;
}

function externalLimits(budgets: ModelBudgets, usage: Usage): readonly Limit[] {
  return [
    { limit: budgets.externalDayMicroUsd, used: usage.dayMicroUsd, name: "today's budget" },
    { limit: budgets.externalMonthMicroUsd, used: usage.monthMicroUsd, name: "the month's budget" },
    { limit: budgets.externalDayTokens, used: usage.dayTokens, name: "today's tokens" },
    { limit: budgets.externalMonthTokens, used: usage.monthTokens, name: "the month's tokens" },
  ];
}

/** The smallest share of any limit that is left, 0–1; 1 where nothing is limited. */
export function externalRemaining(budgets: ModelBudgets, usage: Usage): number {
  return Math.min(1, ...externalLimits(budgets, usage).map(shareLeft));
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

/** Null when a call fits into every limit at its worst case; else which one it would cross. */
export function whyTooDear(
  tier: "local" | "external",
  budgets: ModelBudgets,
  usage: Usage,
  worst: WorstCase,
): string | null {
  if (tier === "local") {
    const limit = budgets.localDayTokens;
    return limit === null || usage.dayTokens + worst.tokens <= limit
      ? null
      : "it could cross today's quota of the local model";
  }
  const off = whyNoBudget(budgets);
  if (off !== null) return off;
  const [dayMoney, monthMoney, ...tokens] = externalLimits(budgets, usage);
  const crossed =
    [dayMoney, monthMoney].find((limit) => crosses(limit, worst.microUsd)) ??
    tokens.find((limit) => crosses(limit, worst.tokens));
  return crossed === undefined ? null : `it could cross ${crossed.name} for external models`;
}

function crosses(limit: Limit | undefined, amount: number): boolean {
  return limit !== undefined && limit.limit !== null && limit.used + amount > limit.limit;
}
