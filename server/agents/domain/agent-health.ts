import type { Agent, AgentCapacity, AgentHealth, AgentStatus } from "#server/contracts/agent.ts";
import { assertNever } from "#server/lib/assert.ts";

/** How many agents there are of each status. */
export function countByStatus(
  agents: readonly Pick<Agent, "status">[],
): Record<AgentStatus, number> {
  const counts = { online: 0, busy: 0, offline: 0, disabled: 0 };
  for (const { status } of agents) counts[status] += 1;
  return counts;
}

/** Whether an agent gets work now, and why not. */
export function healthOf(agent: Agent, capacity: AgentCapacity): AgentHealth {
  const reason = reasonOf(agent, capacity);
  return { ...agent, isHealthy: reason === null, reason, capacity };
}

function reasonOf({ status, isRevoked, lastHeartbeatAt }: Agent, capacity: AgentCapacity) {
  if (isRevoked) return "It was revoked: enrol its machine again under Fleet.";
  switch (status) {
    case "offline":
      return lastHeartbeatAt === null
        ? "It has not been heard of yet."
        : `It was last heard of at ${lastHeartbeatAt}.`;
    case "disabled":
      return "It is switched off.";
    case "online":
    case "busy":
      return capacity.isFullBecause;
    default:
      return assertNever(status);
  }
}
