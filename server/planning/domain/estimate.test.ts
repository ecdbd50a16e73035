import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeEntry } from "#tests/support/planning-parts.ts";
import { estimateTask, median } from "./estimate.ts";

describe("estimateTask", () => {
  const entry = makeEntry({ estimatedSeconds: 180 });

  it("goes by the median of the last 20 succeeded runs", () => {
    const past = [10, 12, 14, ...Array.from({ length: 30 }, () => 1000)];
    expect(estimateTask(entry, 1, [10, 300, 14])).toEqual({
      estimatedSeconds: 14,
      estimateSource: "history",
      estimateRuns: 3,
    });
    expect(estimateTask(entry, 1, past)).toMatchObject({
      estimatedSeconds: 1000,
      estimateRuns: 20,
    });
  });

  it("goes by the playbook's own figure without a past, and by its modules without either", () => {
    expect(estimateTask(entry, 1, [])).toMatchObject({
      estimatedSeconds: 180,
      estimateSource: "playbook",
    });
    const copies = makeEntry({ modules: ["ansible.builtin.copy"] });
    const installs = makeEntry({ modules: ["ansible.builtin.apt", "ansible.builtin.copy"] });
    const short = estimateTask(copies, 1, []);
    expect(short.estimateSource).toBe("default");
    expect(estimateTask(installs, 1, []).estimatedSeconds).toBeGreaterThan(short.estimatedSeconds);
    expect(estimateTask(copies, 11, []).estimatedSeconds).toBe(3 * short.estimatedSeconds);
  });

  it("is a whole number of seconds, at least one", () => {
    const past = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(past, fc.integer({ min: 1, max: 100 }), (seconds, hosts) => {
        const { estimatedSeconds } = estimateTask(makeEntry(), hosts, seconds);
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
