import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseTier, type TierFacts } from "./choose-tier.ts";

const base: TierFacts = {
  complexity: "simple",
  highValue: false,
  neverSend: false,
  local: { reachable: true, quotaRemaining: 1 },
  external: { offBecause: null, quotaRemaining: 1 },
};
const away = { reachable: false, quotaRemaining: 1 };
const low = { reachable: true, quotaRemaining: 0.19 };
const off = { offBecause: "no key for an external model is set", quotaRemaining: 0 };

const cases: readonly (readonly [string, Partial<TierFacts>, readonly string[], RegExp])[] = [
  ["simple work, local there", {}, ["local", "builtin"], /default/],
  ["medium work, local there", { complexity: "medium" }, ["local", "builtin"], /default/],
  ["complex work", { complexity: "complex" }, ["external", "local", "builtin"], /complex/],
  ["high-value work", { highValue: true }, ["external", "local", "builtin"], /high-value/],
  ["local quota below a fifth", { local: low }, ["external", "local", "builtin"], /19 %/],
  [
    "local quota of a fifth",
    { local: { reachable: true, quotaRemaining: 0.2 } },
    ["local", "builtin"],
    /default/,
  ],
  ["simple work, no local", { local: away }, ["builtin"], /rules and search/],
  ["complex work, no local", { local: away, complexity: "complex" }, ["external", "builtin"], /x/],
  ["nothing there", { local: away, external: off }, ["builtin"], /rules and search/],
  [
    "complex work, external off",
    { complexity: "complex", external: off },
    ["local", "builtin"],
    /complex, but no key/,
  ],
  [
    "complex work, never-send",
    { complexity: "complex", neverSend: true },
    ["local", "builtin"],
    /is private/,
  ],
  [
    "complex work, external budget used up",
    { complexity: "complex", external: { offBecause: null, quotaRemaining: 0 } },
    ["local", "builtin"],
    /used up/,
  ],
  [
    "local quota used up, external off",
    { local: { reachable: true, quotaRemaining: 0 }, external: off },
    ["builtin"],
    /0 %/,
  ],
];

describe("choice of a tier", () => {
  it.each(cases)("%s", (_, facts, order, reason) => {
    const choice = chooseTier({ ...base, ...facts });
    expect(choice.order).toEqual(order);
    expect(choice.reason).toMatch(reason);
  });

  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const anyFacts: fc.Arbitrary<TierFacts> = fc.record({
    complexity: fc.constantFrom("simple", "medium", "complex"),
    highValue: fc.boolean(),
    neverSend: fc.boolean(),
    local: fc.record({ reachable: fc.boolean(), quotaRemaining: share }),
    external: fc.record({
      offBecause: fc.constantFrom(null, "it is off"),
      quotaRemaining: share,
    }),
  });

  it("always ends with builtin, names each tier once and says why", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { order, reason, quotaRemaining } = chooseTier(facts);
        expect(order.at(-1)).toBe("builtin");
        expect(new Set(order).size).toBe(order.length);
        expect(reason).not.toBe("");
        expect(quotaRemaining).toBeGreaterThanOrEqual(0);
        expect(quotaRemaining).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("never sends out what must stay, what is off, what nobody wanted or what nothing is left for", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const isOut = chooseTier(facts).order.includes("external");
        const { local, external } = facts;
        const isAsked =
          facts.complexity === "complex" ||
          facts.highValue ||
          (local.reachable && local.quotaRemaining < 0.2);
        const mayGo =
          !facts.neverSend && external.offBecause === null && external.quotaRemaining > 0;
        expect(isOut).toBe(isAsked && mayGo);
      }),
    );
  });
});
