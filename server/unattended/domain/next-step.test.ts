import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestPhaseSchema } from "#server/contracts/request.ts";
import { type UnattendedResult, unattendedResultSchema } from "#server/contracts/unattended.ts";
import { type CurrentRequest, failuresAfter, nextStep, type RunProgress } from "./next-step.ts";
import { progressLine, report } from "./report.ts";

const start = new Date("2026-05-01T12:00:00Z");
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const run: RunProgress = {
  ...{ requests: ["a", "b", "c"], results: [], maxRequests: 50, maxHours: 1 },
  ...{ maxConsecutiveFailures: 2, failuresInARow: 0, startedAt: start, notBefore: start },
};
const result = (kind: UnattendedResult["result"]): UnattendedResult => ({
  ...{ text: "a", requestId: "q", result: kind, startedAt: start.toISOString(), seconds: 3 },
});
const going: CurrentRequest = {
  ...{ phase: "execution", card: "running", since: start, isLeftToPeople: false },
};

describe("an unattended run", () => {
  it("asks for one after the other, and waits for each to end", () => {
    expect(nextStep(run, null, start)).toEqual({ kind: "ask", index: 0 });
    expect(nextStep(run, going, later(1))).toEqual({ kind: "wait" });
    const done = { ...going, phase: "done", card: "done" } as const;
    expect(nextStep(run, done, later(1))).toEqual({ kind: "record", result: "done" });
    const next = { ...run, results: [result("done")], notBefore: later(2) };
    expect(nextStep(next, null, later(1))).toEqual({ kind: "wait" });
    expect(nextStep(next, null, later(2))).toEqual({ kind: "ask", index: 1 });
  });

  it.each<[string, Partial<RunProgress>, RegExp]>([
    ["at the end of its list", { results: [1, 2, 3].map(() => result("done")) }, /list is done/],
    ["at its most requests", { maxRequests: 1, results: [result("done")] }, /as many as it may/],
    ["after failures in a row", { failuresInARow: 2 }, /2 requests failed in a row/],
    ["when its hours are over", { startedAt: later(-60) }, /1 h are over/],
  ])("ends %s, and says so", (_when, change, reason) => {
    const step = nextStep({ ...run, ...change }, null, start);
    expect(step).toMatchObject({ kind: "finish", reason: expect.stringMatching(reason) });
  });

  it.each<[string, Partial<CurrentRequest>, string]>([
    [
      "a plan that no rule covers",
      { phase: "approval", card: "awaiting", isLeftToPeople: true },
      "waits_for_person",
    ],
    ["a question", { phase: "blocked", card: null }, "waits_for_person"],
    ["an answer", { phase: "done", card: null }, "answered"],
    ["a run that needs a review", { card: "needs_review" }, "needs_review"],
    ["a failure", { phase: "failed", card: "failed" }, "failed"],
    ["a plan that turned stale", { phase: "cancelled", card: "stale" }, "ended"],
  ])("takes %s for what it is", (_what, change, kind) => {
    const step = nextStep(run, { ...going, ...change }, later(1));
    expect(step).toEqual({ kind: "record", result: kind });
  });

  it("gives rules time to be asked, but not for ever", () => {
    const asked = { ...going, phase: "approval", card: "awaiting" } as const;
    expect(nextStep(run, asked, later(1))).toEqual({ kind: "wait" });
    expect(nextStep(run, asked, later(11))).toEqual({ kind: "record", result: "waits_for_person" });
  });

  it("never asks while something is open, past its limits, or after too many failures", () => {
    const currents = fc.option(
      fc.record({
        phase: fc.constantFrom(...requestPhaseSchema.options),
        card: fc.constantFrom(null, "awaiting" as const, "running" as const, "done" as const),
        since: fc.constant(start),
        isLeftToPeople: fc.boolean(),
      }),
    );
    const results = fc.array(
      fc.constantFrom(...unattendedResultSchema.shape.result.options).map(result),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(results, currents, fc.nat(4), fc.nat(120), fc.nat(3), (...made) => {
        const [past, current, maxRequests, minutes, failuresInARow] = made;
        const progress = { ...run, results: past, maxRequests, failuresInARow };
        const step = nextStep(progress, current, later(minutes));
        if (step.kind !== "ask") return;
        expect(current).toBeNull();
        expect(past.length).toBeLessThan(Math.min(maxRequests, run.requests.length));
        expect(minutes).toBeLessThan(60);
        expect(failuresInARow).toBeLessThan(2);
      }),
    );
  });

  it("counts failures in a row: what waits for a person neither adds nor forgives", () => {
    const kinds = ["failed", "waits_for_person", "needs_review"] as const;
    expect(kinds.reduce(failuresAfter, 0)).toBe(2);
    expect(failuresAfter(1, "done")).toBe(0);
  });
});

describe("its report", () => {
  const results = [result("done"), result("done"), result("waits_for_person")];

  it("says how far it came, why it stopped, and what became of each", () => {
    expect(progressLine({ ...run, results })).toBe(
      "3 of 3 requests asked: 2 done, 1 waits for a person",
    );
    const [words, table] = report({ ...run, results, stopReason: "The list is done." });
    expect(words).toMatchObject({ text: expect.stringContaining("The list is done. 3 of 3") });
    expect(table).toMatchObject({
      rows: [["a", "done", "3 s"], expect.anything(), ["a", "waits for a person", "3 s"]],
    });
  });
});
