import { describe, expect, it } from "vitest";
import { camelKeys, snakeKeys } from "./case-keys.ts";

describe("key conversion", () => {
  it("renames keys at every depth and leaves values alone", () => {
    const camel = { planVersion: 2, tasks: [{ taskKey: "t1", name: "aB_c" }], none: null };
    const snake = { plan_version: 2, tasks: [{ task_key: "t1", name: "aB_c" }], none: null };
    expect(snakeKeys(camel)).toEqual(snake);
    expect(camelKeys(snake)).toEqual(camel);
  });

  it("keeps host names that stand as keys, and converts what they hold", () => {
    const wire = { type: "stats", hosts: { media_box: { cpu_load: 1 } } };
    expect(camelKeys(wire)).toEqual({ type: "stats", hosts: { media_box: { cpuLoad: 1 } } });
  });

  it("converts the elements of a list called hosts", () => {
    expect(camelKeys({ hosts: [{ key_fingerprints: [] }] })).toEqual({
      hosts: [{ keyFingerprints: [] }],
    });
  });
});
