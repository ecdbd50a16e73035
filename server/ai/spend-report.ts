import type { ModelBudgets, SpendReport } from "#server/contracts/ai.ts";
import type { Database } from "#server/platform/prisma.ts";
import type { ModelTiers } from "./model-tiers.ts";
import type { SpendLedger, SpendState } from "./spend-ledger.ts";
import { spendByDay, spendByModel, spendByRequest } from "./spend-report-repository.ts";

/** Puts together what models did in the last `days` with what they may do. */
export async function spendReport(
  { db, ledger, tiers }: { db: Database; ledger: SpendLedger; tiers: ModelTiers },
  days: number,
): Promise<SpendReport> {
  if (!tiers.local.hasLooked) await tiers.local.look();
  const [state, byDay, models, requests] = await Promise.all([
    ledger.state(),
    spendByDay(db, days),
    spendByModel(db, days),
    spendByRequest(db, days),
  ]);
  return {
    days: byDay,
    models,
    requests,
    total: totalOf(byDay),
    budgets: state.budgets,
    gauges: gaugesOf(state),
    ...tiersOf(tiers, state),
  };
}

function totalOf(days: SpendReport["days"]): SpendReport["total"] {
  const total = { calls: 0, tokensIn: 0, tokensOut: 0, costMicroUsd: 0 };
  for (const day of days) {
    total.calls += day.calls;
    total.tokensIn += day.tokensIn;
    total.tokensOut += day.tokensOut;
    total.costMicroUsd += day.costMicroUsd;
  }
  return total;
}

function gaugesOf({ budgets, external, local }: SpendState): SpendReport["gauges"] {
  const gauge = (name: keyof ModelBudgets, used: number) => ({ limit: budgets[name], used });
  return {
    externalDayMicroUsd: gauge("externalDayMicroUsd", external.dayMicroUsd),
    externalMonthMicroUsd: gauge("externalMonthMicroUsd", external.monthMicroUsd),
    externalDayTokens: gauge("externalDayTokens", external.dayTokens),
    externalMonthTokens: gauge("externalMonthTokens", external.monthTokens),
    localDayTokens: gauge("localDayTokens", local.dayTokens),
  };
}

function tiersOf(tiers: ModelTiers, state: SpendState): Pick<SpendReport, "local" | "external"> {
  const { settings, price, local } = tiers;
  const { offBecause, quotaRemaining } = tiers.facts(state).external;
  const reason = offBecause ?? (quotaRemaining > 0 ? null : "the budget is used up");
  return {
    local: { model: local.model, reachable: local.model !== null, where: withoutUser(local.url) },
    external: {
      model: settings.anthropicModel,
      hasKey: settings.anthropicKey !== null,
      enabled: reason === null,
      reason: reason ?? "for complex or high-value work, or when the local quota runs low",
      price:
        price === null
          ? null
          : {
              inputMicroUsdPerToken: price.inputMicroUsdPerToken,
              outputMicroUsdPerToken: price.outputMicroUsdPerToken,
              source: price.source,
              asOf: price.asOf,
            },
    },
  };
}

function withoutUser(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.host}`;
}
