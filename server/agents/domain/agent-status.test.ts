import { expect, it } from "vitest";
import { agentStatus } from "./agent-status.ts";

const vitals = { enabled: true, lastHeartbeatMs: 1_000, activeRuns: 0, slots: 2 };

it.each([
  ["online while it beats", vitals, 50_000, "online"],
  ["busy when every slot is in use", { ...vitals, activeRuns: 2 }, 50_000, "busy"],
  ["offline after the limit", vitals, 92_000, "offline"],
  ["offline when it never beat", { ...vitals, lastHeartbeatMs: null }, 0, "offline"],
  ["disabled whatever else", { ...vitals, enabled: false }, 50_000, "disabled"],
] as const)("is %s", (_name, facts, now, expected) => {
  expect(agentStatus(facts, now, 90_000)).toBe(expected);
});
