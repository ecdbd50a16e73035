import { expect, it } from "vitest";
import type { OwnHost } from "#server/contracts/agent.ts";
import { isStillThere, saidOf } from "./own-hosts.ts";

const said: OwnHost = {
  ...{ repositoryId: "00000000-0000-4000-8000-000000000001", host: "nas" },
  ...{ address: "192.0.2.7", port: 22, keyFingerprints: ["SHA256:a", "SHA256:b"] },
};

it("holds while the host answers where it did, with a key that it had", () => {
  expect(isStillThere(said, said)).toBe(true);
  expect(isStillThere(said, { ...said, keyFingerprints: ["SHA256:b", "SHA256:c"] })).toBe(true);
  expect(isStillThere({ ...said, keyFingerprints: [] }, said)).toBe(true);
});

it("holds for no other machine that has the name now", () => {
  expect(isStillThere(said, { ...said, address: "192.0.2.8" })).toBe(false);
  expect(isStillThere(said, { ...said, address: null })).toBe(false);
  expect(isStillThere(said, { ...said, port: 2222 })).toBe(false);
  expect(isStillThere(said, { ...said, keyFingerprints: ["SHA256:z"] })).toBe(false);
  expect(isStillThere(said, { ...said, keyFingerprints: [] })).toBe(false);
});

it("is of one inventory's host only", () => {
  const agent = { ownHosts: [said] };
  expect(saidOf(agent, said)).toBe(said);
  expect(saidOf(agent, { ...said, host: "nas2" })).toBeNull();
  const repositoryId = "00000000-0000-4000-8000-000000000002";
  expect(saidOf(agent, { ...said, repositoryId })).toBeNull();
});
