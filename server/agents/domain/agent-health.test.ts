import { expect, it } from "vitest";
import type { Agent, AgentCapacity } from "#server/contracts/agent.ts";
import { countByStatus, healthOf } from "./agent-health.ts";

const agent: Agent = {
  ...{ id: "a", name: "attic", kind: "remote", isRevoked: false, agentType: "infra" },
  ...{ status: "online", isDraining: false, workTypes: [], domains: [], tags: [], reaches: [] },
  ...{ slots: 2, slotsUsed: 0, version: "1", lastHeartbeatAt: "2026-01-01T00:00:00.000Z" },
  ...{ metrics: null, tools: null, ownHosts: [] },
};
const free: AgentCapacity = {
  ...{ slotsFree: 2, memoryFreeMb: 1, memoryReservedMb: 0, vramFreeMb: 0, cpuCoresFree: 1 },
  isFullBecause: null,
};

it("says why an agent gets no work, in the order in which it is to be mended", () => {
  const full = { ...free, isFullBecause: "Both slots are taken." };
  expect(healthOf(agent, free)).toMatchObject({ isHealthy: true, reason: null });
  const cases = [
    [agent, full, "Both slots are taken."],
    [{ ...agent, status: "disabled" as const }, full, "It is switched off."],
    [
      { ...agent, status: "offline" as const },
      free,
      "It was last heard of at 2026-01-01T00:00:00.000Z.",
    ],
    [
      { ...agent, status: "offline" as const, lastHeartbeatAt: null },
      free,
      "It has not been heard of yet.",
    ],
    [
      { ...agent, isRevoked: true, status: "offline" as const },
      free,
      "It was revoked: enrol its machine again under Fleet.",
    ],
  ] as const;
  for (const [one, capacity, reason] of cases)
    expect(healthOf(one, capacity)).toMatchObject({ isHealthy: false, reason });
});

it("counts every status, also those that nobody has", () => {
  expect(countByStatus([{ status: "busy" }, { status: "busy" }, { status: "offline" }])).toEqual({
    ...{ online: 0, busy: 2, offline: 1, disabled: 0 },
  });
});
