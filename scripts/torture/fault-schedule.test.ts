import { describe, expect, it } from "vitest";
import { faultKinds, planFaults } from "./fault-schedule.ts";

describe("the faults of a torture", () => {
  it("come in the same order for the same seed, in another for another", () => {
    expect(planFaults(7, 60)).toEqual(planFaults(7, 60));
    expect(planFaults(7, 60)).not.toEqual(planFaults(8, 60));
  });

  it.each([7, 60, 200, 600])("give every kind of process at least a tenth of %i", (count) => {
    const faults = planFaults(count, count);
    expect(faults).toHaveLength(count);
    for (const kind of faultKinds) {
      const share = faults.filter((fault) => fault.kind === kind).length / count;
      expect(share, kind).toBeGreaterThanOrEqual(0.1);
    }
  });

  it("freeze for half a second to eight seconds and not at all for a kill", () => {
    for (const { action, freezeMs } of planFaults(1, 300)) {
      if (action === "kill") expect(freezeMs).toBe(0);
      else expect(freezeMs >= 500 && freezeMs <= 8_000).toBe(true);
    }
  });
});
