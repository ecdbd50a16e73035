import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usualResources } from "#server/contracts/task.ts";
import { candidate, placeableTask } from "#tests/support/routing-candidates.ts";
import { type Candidate, withTask } from "./candidate.ts";
import { placeTask } from "./place-task.ts";
import { leastRuns, type PastUse, reservationFrom } from "./reservation.ts";

const used = (...memory: (number | null)[]): PastUse[] =>
  memory.map((memoryMib) => ({ memoryMib, vramMib: null }));

describe("what a task reserves", () => {
  it.each([
    ["nothing is known", used(), 256, undefined],
    ["too few runs were measured", used(900, 900, null, null), 256, undefined],
    ["it is what the last runs used at most, with some room", used(900, 1000, 800), 1100, 3],
    ["little is enough", used(20, 30, 25), 64, 3],
    ["one run was odd", used(200, 30_000, 210, 190), 693, 4],
    ["it needs less than it did", used(...Array(20).fill(100), 5000), 110, 20],
    ["half of the runs need much", used(200, 4000, 4000, 200), 4400, 4],
  ])("where %s", (_what, past, memoryMb, learnedFrom) => {
    expect(reservationFrom(past)).toEqual({
      ...usualResources,
      memoryMb,
      ...(learnedFrom === undefined ? {} : { learnedFrom }),
    });
  });

  it("counts memory of cards apart, and only where it was measured", () => {
    const past = (vramMib: number | null) => ({ memoryMib: 100, vramMib });
    expect(reservationFrom([past(null), past(null), past(null)]).gpuVramMb).toBe(0);
    expect(reservationFrom([past(0), past(0), past(0)]).gpuVramMb).toBe(0);
    expect(reservationFrom([past(3000), past(2000), past(null), past(2500)])).toEqual({
      ...{ cpuCores: 1, memoryMb: 110, gpuVramMb: 3300, learnedFrom: 4 },
    });
  });

  it("covers what most runs used and is never more than three times that, whatever they used", () => {
    const figure = fc.oneof(fc.nat(500), fc.nat(100_000));
    fc.assert(
      fc.property(fc.array(figure, { minLength: leastRuns, maxLength: 20 }), (figures) => {
        const { memoryMb } = reservationFrom(used(...figures));
        const sorted = figures.toSorted((one, other) => one - other);
        const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
        expect(memoryMb).toBeGreaterThanOrEqual(middle);
        expect(memoryMb).toBeLessThanOrEqual(Math.max(64, Math.ceil(middle * 3 * 1.1)));
        expect(memoryMb).toBeLessThanOrEqual(Math.max(64, Math.ceil((sorted.at(-1) ?? 0) * 1.1)));
        expect(reservationFrom(used(...figures.toReversed())).memoryMb).toBe(memoryMb);
      }),
    );
  });
});

const machine = fc.record({
  slots: fc.integer({ min: 1, max: 6 }),
  memoryTotalMb: fc.constantFrom(1000, 2000, 4000, 16_000),
  usedShare: fc.constantFrom(0, 0.1, 0.3, 0.75),
  vramTotalMb: fc.constantFrom(0, 0, 4000),
});
const fleet = fc.array(machine, { minLength: 1, maxLength: 5 }).map((machines) =>
  machines.map(({ slots, memoryTotalMb, usedShare, vramTotalMb }, at) => {
    const memoryAvailableMb = Math.round(memoryTotalMb * (1 - usedShare));
    const card = { vendor: "nvidia" as const, name: "", vramTotalMb, vramAvailableMb: vramTotalMb };
    const metrics = { cpuCores: 4, memoryTotalMb, memoryAvailableMb, gpus: [card] };
    return candidate(at + 1, { slots, metrics: { ...metrics, load: [0, 0, 0] as const } as never });
  }),
);
const past = fc.record({ memoryMib: fc.nat(6000), vramMib: fc.constantFrom(null, null, 0, 2500) });
const tasks = fc.array(fc.array(past, { maxLength: 6 }), { minLength: 1, maxLength: 15 });

/** Places one after the other, as dispatching does; says what each agent got. */
function placeAll(histories: readonly PastUse[][], agents: readonly Candidate[]) {
  const fleetNow = agents.map((each) => ({ ...each }));
  const got = new Map<string, ReturnType<typeof reservationFrom>[]>();
  const waiting: boolean[] = [];
  for (const history of histories) {
    const resources = reservationFrom(history);
    const decision = placeTask(placeableTask({ resources }), fleetNow);
    const chosen = fleetNow.find(({ agent }) => agent.id === decision.chosenAgentId);
    waiting.push(decision.candidates.some(({ obstacle }) => obstacle?.kind === "exhausted"));
    if (chosen === undefined) continue;
    chosen.held = withTask(chosen.held, resources);
    got.set(chosen.agent.id, [...(got.get(chosen.agent.id) ?? []), resources]);
  }
  return { got, waiting };
}

describe("any fleet", () => {
  it("never promises more memory than an agent has, but to a task that it does alone", () => {
    let shared = 0;
    fc.assert(
      fc.property(tasks, fleet, (histories, agents) => {
        for (const [agentId, reserved] of placeAll(histories, agents).got) {
          const { metrics, slots } = agents.find(({ agent }) => agent.id === agentId)?.agent ?? {};
          expect(reserved.length).toBeLessThanOrEqual(slots ?? 0);
          if (reserved.length < 2) continue;
          shared += 1;
          const sum = (what: "memoryMb" | "gpuVramMb") =>
            reserved.reduce((all, each) => all + each[what], 0);
          const onCard = reserved.filter(({ gpuVramMb }) => gpuVramMb > 0).length;
          expect(sum("memoryMb")).toBeLessThanOrEqual(metrics?.memoryAvailableMb ?? 0);
          if (onCard > 1)
            expect(sum("gpuVramMb")).toBeLessThanOrEqual(metrics?.gpus?.[0]?.vramTotalMb ?? 0);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(shared, "agents with several tasks").toBeGreaterThan(1_000);
  });

  it("never refuses for good what it would have done without a history, and never waits for itself", () => {
    fc.assert(
      fc.property(fc.array(past, { maxLength: 6 }), fleet, (history, agents) => {
        const plain = placeTask(placeableTask({ resources: usualResources }), agents);
        const [first] = placeAll([history], agents).got;
        // All are idle: whoever would take a task that nothing is known of leads to a start.
        if (plain.chosenAgentId !== null) expect(first).toBeDefined();
      }),
      { numRuns: 3_000 },
    );
  });
});
