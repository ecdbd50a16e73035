import { describe, expect, it } from "vitest";
import { nearestInTurn } from "#server/planning/domain/choosable.ts";
import { readEntries } from "./entries.ts";
import { figuresOf, judgeAll } from "./figures.ts";
import { readLabels } from "./labels.ts";
import { judgeAdvised, noErrors, realisticErrors } from "./scripted-model.ts";

/** Every fifth request: enough to see the difference; `npm run eval -- --model` counts them all. */
const strangers = readLabels()
  .filter(({ part }) => part === "train")
  .map(({ name, labels }) => ({
    name,
    labels: labels.filter((_label, at) => at % 5 === 0),
    entries: readEntries(name),
  }));
const figuresWith = (judge: typeof judgeAll) =>
  figuresOf(strangers.flatMap(({ name, labels, entries }) => judge(name, labels, entries)));

describe("a model at the side of the rules", () => {
  it("understands strangers better, and no worse than the rules where it errs", () => {
    const rules = figuresWith(judgeAll);
    const best = figuresWith((name, labels, entries) =>
      judgeAdvised(name, labels, entries, noErrors),
    );
    const real = figuresWith((name, labels, entries) =>
      judgeAdvised(name, labels, entries, realisticErrors),
    );
    expect(best.top1).toBeGreaterThan(0.82);
    expect(best.refused).toBe(1);
    expect(real.top1).toBeGreaterThan(rules.top1 + 0.15);
    expect(real.matchPrecision).toBeGreaterThan(0.84);
  });

  it("is offered the best entry of every intent before the second of any", () => {
    expect(
      nearestInTurn([{ nearest: ["a", "b", "c"] }, { nearest: ["x", "b"] }, { nearest: [] }]),
    ).toEqual(["a", "x", "b", "c"]);
  });
});
