import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addSample,
  addVram,
  type KeptUsage,
  keptUsageSchema,
  noUsage,
  type UsageSample,
  usageOf,
} from "./run-usage.ts";

const sample = (part: Partial<UsageSample>): UsageSample => ({
  memoryKib: 0,
  cpuSeconds: 0,
  sshBytes: new Map(),
  hasHiddenSsh: false,
  ...part,
});
const ssh = (counters: Readonly<Record<string, number>>) =>
  sample({ sshBytes: new Map(Object.entries(counters)) });

describe("what a run used", () => {
  it("is its highest look, not its last", () => {
    const looks = [1024, 204_800, 2048].map((memoryKib) => sample({ memoryKib }));
    expect(usageOf(looks.reduce(addSample, noUsage))).toMatchObject({
      peakMemoryMib: 200,
      samples: 3,
    });
  });

  it("counts each ssh process once, also after it is gone", () => {
    const looks = [ssh({ a: 100 }), ssh({ a: 150, b: 30 }), ssh({ b: 40 }), ssh({})];
    expect(usageOf(looks.reduce(addSample, noUsage)).sshBytes).toBe(190);
  });

  it("says nothing of bytes once a process could not be read", () => {
    const looks = [ssh({ a: 100 }), sample({ hasHiddenSsh: true }), ssh({ a: 200 })];
    expect(usageOf(looks.reduce(addSample, noUsage)).sshBytes).toBeNull();
  });

  it("knows of graphics memory only what a card said", () => {
    expect(usageOf(addSample(noUsage, sample({}))).peakVramMib).toBeNull();
    expect(usageOf([512, 0].reduce(addVram, noUsage)).peakVramMib).toBe(512);
  });

  it("is the same wherever another process took over", () => {
    const counters = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.nat(1e9));
    const look = fc.record({ memoryKib: fc.nat(1e8), counters });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 20 }), fc.nat(20), (looks, at) => {
        const samples = looks.map(({ memoryKib, counters: bytes }) => ({
          ...ssh(bytes),
          memoryKib,
        }));
        const asWritten = (kept: KeptUsage) =>
          keptUsageSchema.parse(JSON.parse(JSON.stringify(kept)));
        const first = asWritten(samples.slice(0, at).reduce(addSample, noUsage));
        expect(samples.slice(at).reduce(addSample, first)).toEqual(
          samples.reduce(addSample, noUsage),
        );
      }),
    );
  });
});
