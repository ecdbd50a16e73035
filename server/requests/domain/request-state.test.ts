import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RequestPhase, requestPhaseSchema } from "#server/contracts/request.ts";
import { isSettled, type RequestEvent, requestMachine } from "./request-state.ts";

const events: RequestEvent[] = [
  "plan",
  "propose",
  "answer",
  "approve",
  "replan",
  "verify",
  "finish",
  "block",
  "unblock",
  "hold",
  "resume_approval",
  "resume_execution",
  "resume_verification",
  "fail",
  "reject",
  "expire",
  "cancel",
];

describe("requestMachine", () => {
  it("never executes a request whose latest plan was not approved", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (sequence) => {
        let phase: RequestPhase = "intake";
        let approved = false;
        let heldIn: RequestPhase | null = null;
        for (const event of sequence) {
          if (!requestMachine.can(phase, event)) continue;
          if (event.startsWith("resume_") && event !== `resume_${heldIn}`) continue;
          heldIn = event === "hold" ? phase : null;
          phase = requestMachine.next(phase, event);
          if (event === "approve") approved = true;
          if (event === "replan" || event === "propose") approved = false;
          if (phase === "execution") expect(approved).toBe(true);
        }
      }),
    );
  });

  it("has no way out of a settled phase", () => {
    for (const phase of requestPhaseSchema.options.filter(isSettled)) {
      for (const event of events) expect(requestMachine.can(phase, event)).toBe(false);
    }
  });
});
