import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeEntry } from "#tests/support/planning-parts.ts";
import { estimateTask, median, type PastRun } from "./estimate.ts";

const ran = (on: readonly string[], ...seconds: readonly number[]): PastRun[] =>
  seconds.map((each) => ({ seconds: each, hosts: on, memoryMib: null, vramMib: null }));
const hosts = (count: number) => Array.from({ length: count }, (_, at) => `host${at}`);

describe("estimateTask", () => {
  const entry = makeEntry({ estimatedSeconds: 180 });

  it("goes by the median of the last 20 succeeded runs", () => {
    const past = [10, 12, 14, ...Array.from({ length: 30 }, () => 1000)];
    expect(estimateTask(entry, ["nas"], ran(["nas"], 10, 300, 14))).toEqual({
      estimatedSeconds: 14,
      estimateSource: "history",
      estimateRuns: 3,
      estimateSpread: { leastSeconds: 10, mostSeconds: 300, isOfSameHosts: true },
    });
    expect(estimateTask(entry, ["nas"], ran(["nas"], ...past))).toMatchObject({
      estimatedSeconds: 1000,
      estimateRuns: 20,
    });
  });

  it("goes by runs on the same hosts where there are any, however many newer ones there are elsewhere", () => {
    const elsewhere = ran(["attic"], ...Array.from({ length: 40 }, () => 600));
    const past = [...elsewhere, ...ran(["nas"], 40, 33, 61)];
    expect(estimateTask(entry, ["nas"], past)).toEqual({
      estimatedSeconds: 40,
      estimateSource: "history",
      estimateRuns: 3,
      estimateSpread: { leastSeconds: 33, mostSeconds: 61, isOfSameHosts: true },
    });
    expect(estimateTask(entry, ["cellar"], past)).toMatchObject({
      estimatedSeconds: 600,
      estimateRuns: 20,
      estimateSpread: { isOfSameHosts: false },
    });
  });

  it("takes several hosts as one set, in any order", () => {
    const past = [...ran(["nas"], 10), ...ran(["attic", "nas"], 90)];
    expect(estimateTask(entry, ["nas", "attic"], past).estimatedSeconds).toBe(90);
    expect(estimateTask(entry, ["nas"], past).estimatedSeconds).toBe(10);
  });

  it("goes by the playbook's own figure without a past, and by its modules without either", () => {
    expect(estimateTask(entry, ["nas"], [])).toMatchObject({
      estimatedSeconds: 180,
      estimateSource: "playbook",
    });
    const copies = makeEntry({ modules: ["ansible.builtin.copy"] });
    const installs = makeEntry({ modules: ["ansible.builtin.apt", "ansible.builtin.copy"] });
    const short = estimateTask(copies, ["nas"], []);
    expect(short.estimateSource).toBe("default");
    expect(estimateTask(installs, ["nas"], []).estimatedSeconds).toBeGreaterThan(
      short.estimatedSeconds,
    );
    expect(estimateTask(copies, hosts(11), []).estimatedSeconds).toBe(3 * short.estimatedSeconds);
  });

  it("is a whole number of seconds, at least one", () => {
    const past = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(past, fc.integer({ min: 1, max: 100 }), (seconds, count) => {
        const { estimatedSeconds } = estimateTask(
          makeEntry(),
          hosts(count),
          ran(["host0"], ...seconds),
        );
        expect(Number.isInteger(estimatedSeconds) && estimatedSeconds >= 1).toBe(true);
      }),
    );
  });
});

it("has a median between the least and the most, whatever the order", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 });
  fc.assert(
    fc.property(values, (list) => {
      expect(median(list)).toBe(median([...list].reverse()));
      expect(median(list)).toBeGreaterThanOrEqual(Math.min(...list));
      expect(median(list)).toBeLessThanOrEqual(Math.max(...list));
    }),
  );
});
