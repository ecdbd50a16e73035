import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelBudgets } from "#server/contracts/ai.ts";
import {
  externalRemaining,
  localRemaining,
  type Usage,
  whyNoBudget,
  whyTooDear,
} from "./budget.ts";
import { costMicroUsd, priceOf, priceTable } from "./price-table.ts";
import { boundsOf, settlementOf } from "./settle.ts";

const none: ModelBudgets = {
  externalDayMicroUsd: null,
  externalMonthMicroUsd: null,
  externalDayTokens: null,
  externalMonthTokens: null,
  localDayTokens: null,
};
const unused: Usage = { dayMicroUsd: 0, monthMicroUsd: 0, dayTokens: 0, monthTokens: 0 };
const amount = fc.integer({ min: 0, max: 10_000 });
const limit = fc.option(amount, { nil: null });
const anyBudgets: fc.Arbitrary<ModelBudgets> = fc.record({
  externalDayMicroUsd: limit,
  externalMonthMicroUsd: limit,
  externalDayTokens: limit,
  externalMonthTokens: limit,
  localDayTokens: limit,
});

describe("budgets", () => {
  it("keep external models off until money is set, and off when any limit is zero", () => {
    expect(whyNoBudget(none)).not.toBeNull();
    expect(whyNoBudget({ ...none, externalMonthTokens: 1_000 })).not.toBeNull();
    expect(whyNoBudget({ ...none, externalMonthMicroUsd: 0 })).not.toBeNull();
    expect(whyNoBudget({ ...none, externalMonthMicroUsd: 1, externalDayTokens: 0 })).not.toBeNull();
    expect(whyNoBudget({ ...none, externalMonthMicroUsd: 1 })).toBeNull();
    expect(whyNoBudget({ ...none, externalDayMicroUsd: 1 })).toBeNull();
  });

  it("say which limit a call could cross", () => {
    const budgets = { ...none, externalDayMicroUsd: 100, externalMonthTokens: 50 };
    const blockedFor = (microUsd: number, tokens: number) =>
      whyTooDear("external", budgets, unused, { microUsd, tokens });
    expect(blockedFor(100, 50)).toBeNull();
    expect(blockedFor(101, 50)).toMatch(/today's budget/);
    expect(blockedFor(100, 51)).toMatch(/month's tokens/);
  });

  it("never let calls, one after another, cross any limit at their worst case", () => {
    const call = fc.record({ microUsd: amount, tokens: amount });
    fc.assert(
      fc.property(anyBudgets, fc.array(call, { maxLength: 30 }), (budgets, calls) => {
        let usage = unused;
        for (const { microUsd, tokens } of calls) {
          if (whyTooDear("external", budgets, usage, { microUsd, tokens }) !== null) continue;
          usage = {
            dayMicroUsd: usage.dayMicroUsd + microUsd,
            monthMicroUsd: usage.monthMicroUsd + microUsd,
            dayTokens: usage.dayTokens + tokens,
            monthTokens: usage.monthTokens + tokens,
          };
        }
        expect(usage.dayMicroUsd).toBeLessThanOrEqual(budgets.externalDayMicroUsd ?? Infinity);
        expect(usage.monthMicroUsd).toBeLessThanOrEqual(budgets.externalMonthMicroUsd ?? Infinity);
        expect(usage.dayTokens).toBeLessThanOrEqual(budgets.externalDayTokens ?? Infinity);
        expect(usage.monthTokens).toBeLessThanOrEqual(budgets.externalMonthTokens ?? Infinity);
      }),
    );
  });

  it("tell how much is left as the smallest share of all limits", () => {
    const budgets = { ...none, externalDayMicroUsd: 100, externalMonthTokens: 1_000 };
    const usage = { ...unused, dayMicroUsd: 25, monthTokens: 900 };
    expect(externalRemaining(budgets, usage)).toBeCloseTo(0.1);
    expect(externalRemaining(none, usage)).toBe(1);
    expect(localRemaining({ ...none, localDayTokens: 10 }, { dayTokens: 20 })).toBe(0);
  });
});

describe("prices", () => {
  it("state source and date, and cover a model with its date but no other", () => {
    for (const price of priceTable) {
      expect(price.source).toMatch(/^https:\/\/platform\.claude\.com\//);
      expect(price.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    expect(priceOf("claude-haiku-4-5-20251001")?.inputMicroUsdPerToken).toBe(1);
    expect(priceOf("claude-opus-5")?.inputMicroUsdPerToken).toBe(5);
    expect(priceOf("claude-opus-5-5")?.inputMicroUsdPerToken).toBe(4);
    expect(priceOf("claude-opus-5-9")).toBeNull();
    expect(priceOf("gpt-6")).toBeNull();
  });

  it("round up to whole micro-dollars", () => {
    const haiku = priceOf("claude-haiku-5-5");
    expect(haiku && costMicroUsd(haiku, 1, 0)).toBe(1);
    expect(haiku && costMicroUsd(haiku, 10, 2)).toBe(2);
  });
});

describe("settlement", () => {
  const sonnet = priceOf("claude-sonnet-5-5");
  const bounds = boundsOf({ promptBytes: 1_000, formBytes: 500, maxOutputTokens: 100 }, sonnet);
  const count = fc.option(fc.nat({ max: 100_000 }), { nil: null });

  it("is never above what was reserved, whatever the model claims", () => {
    fc.assert(
      fc.property(fc.boolean(), count, count, (mayCost, tokensIn, tokensOut) => {
        const settled = settlementOf(bounds, sonnet, { mayCost, tokensIn, tokensOut });
        expect(settled.costMicroUsd).toBeLessThanOrEqual(bounds.microUsd);
        expect(settled.tokensIn + settled.tokensOut).toBeLessThanOrEqual(bounds.tokens);
      }),
    );
  });

  it("takes what is not counted at its worst case, and nothing for a call that was refused", () => {
    const uncounted = { mayCost: true, tokensIn: null, tokensOut: null };
    expect(settlementOf(bounds, sonnet, uncounted).costMicroUsd).toBe(bounds.microUsd);
    const refused = { mayCost: false, tokensIn: null, tokensOut: null };
    expect(settlementOf(bounds, sonnet, refused).costMicroUsd).toBe(0);
  });
});
