import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excludes, type LockRequest, lockRequestOf } from "./host-locks.ts";

const play = {
  hosts: ["nas2", "nas1", "nas2"],
  service: "jellyfin",
  workType: "ansible.playbook",
  risk: "medium",
} as const;

describe("what a task has to itself", () => {
  it.each([
    ["a play of a service: the service", {}, "jellyfin", "exclusive"],
    ["a play of no service: the whole host", { service: null }, null, "exclusive"],
    ["a play of high risk: the whole host", { risk: "high" }, null, "exclusive"],
    [
      "what is proven to only read: its service, with others",
      { risk: "low" },
      "jellyfin",
      "shared",
    ],
    ["check mode: its service, with others", { workType: "ansible.preview" }, "jellyfin", "shared"],
    [
      "check mode of high risk shares as well",
      { workType: "ansible.preview", risk: "high" },
      "jellyfin",
      "shared",
    ],
    [
      "keeping files: never shared",
      { workType: "files.keep", risk: "low" },
      "jellyfin",
      "exclusive",
    ],
  ] as const)("%s", (_, change, service, mode) => {
    expect(lockRequestOf({ ...play, hosts: [...play.hosts], ...change })).toEqual({
      hosts: ["nas1", "nas2"],
      service,
      mode,
    });
  });

  it("is nothing where it touches no host", () => {
    expect(lockRequestOf({ ...play, hosts: [] })).toBeNull();
    expect(
      lockRequestOf({ ...play, hosts: ["nas1"], workType: "effect.script", service: null }),
    ).toBeNull();
  });
});

const wanted: fc.Arbitrary<LockRequest> = fc.record({
  hosts: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }),
  service: fc.constantFrom(null, "x", "y"),
  mode: fc.constantFrom("exclusive", "shared"),
});

describe("two lock requests", () => {
  it("exclude each other both ways or not at all, and the whole host covers its services", () => {
    fc.assert(
      fc.property(wanted, wanted, (one, other) => {
        expect(excludes(one, other)).toBe(excludes(other, one));
        if (excludes(one, other)) expect(excludes({ ...one, service: null }, other)).toBe(true);
        if (one.mode === "exclusive") expect(excludes(one, one)).toBe(true);
      }),
    );
  });
});
