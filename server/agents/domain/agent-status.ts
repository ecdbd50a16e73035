import type { AgentStatus } from "#server/contracts/agent.ts";

/** Facts an agent's status follows from. Times are milliseconds since the epoch. */
export interface AgentVitals {
  readonly enabled: boolean;
  readonly lastHeartbeatMs: number | null;
  readonly activeRuns: number;
  readonly slots: number;
}

/** True for an agent that answers and takes work, whether or not it has a slot left. */
export function isAgentUp(status: AgentStatus): boolean {
  return status === "online" || status === "busy";
}

/** Status of an agent at `nowMs`: silence of `offlineAfterMs` makes it offline, all slots in use make it busy. */
export function agentStatus(
  vitals: AgentVitals,
  nowMs: number,
  offlineAfterMs: number,
): AgentStatus {
  if (!vitals.enabled) return "disabled";
  if (vitals.lastHeartbeatMs === null || nowMs - vitals.lastHeartbeatMs > offlineAfterMs)
    return "offline";
  return vitals.activeRuns >= vitals.slots ? "busy" : "online";
}
