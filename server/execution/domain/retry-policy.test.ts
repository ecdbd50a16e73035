import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runVerdictSchema } from "#server/contracts/runner.ts";
import { decideConsequence, type Ending, maxAttempts } from "./retry-policy.ts";

const endings = fc.record({
  verdict: fc.constantFrom(...runVerdictSchema.options),
  neverStarted: fc.boolean(),
  vanished: fc.boolean(),
  cancelAsked: fc.boolean(),
  idempotent: fc.boolean(),
  attempts: fc.integer({ min: 1, max: 5 }),
});
const ending: Ending = {
  verdict: "failed",
  neverStarted: false,
  vanished: false,
  cancelAsked: false,
  idempotent: false,
  attempts: 1,
};

describe("decideConsequence", () => {
  it("never repeats what may have begun and is not idempotent", () => {
    fc.assert(
      fc.property(endings, fc.double({ min: 0, max: 0.999, noNaN: true }), (each, random) => {
        const { taskEvent } = decideConsequence(each, random);
        if (taskEvent === "retry") expect(each.neverStarted || each.idempotent).toBe(true);
      }),
    );
  });

  it("never makes more attempts than one approval covers", () => {
    fc.assert(
      fc.property(endings, (each) => {
        if (each.attempts >= maxAttempts)
          expect(decideConsequence(each, 0).taskEvent).not.toBe("retry");
      }),
    );
  });

  it("asks a person about a non-idempotent run that vanished", () => {
    expect(decideConsequence({ ...ending, vanished: true }, 0)).toEqual({
      runEvent: "ask_review",
      taskEvent: "ask_review",
      retryDelayMs: null,
    });
  });

  it("never repeats what somebody wants stopped", () => {
    fc.assert(
      fc.property(endings, (each) => {
        if (each.cancelAsked) expect(decideConsequence(each, 0).taskEvent).not.toBe("retry");
      }),
    );
  });

  it("does not repeat a playbook that failed", () => {
    expect(decideConsequence({ ...ending, idempotent: true }, 0).taskEvent).toBe("fail");
  });
});
