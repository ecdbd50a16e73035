import type { Agent } from "#server/contracts/agent.ts";
import type { Candidate, Held, PlaceableTask } from "#server/routing/domain/candidate.ts";
import { nothingHeld } from "#server/routing/domain/candidate.ts";

/** A playbook run that says nothing of itself. */
export function placeableTask(change: Partial<PlaceableTask> = {}): PlaceableTask {
  return {
    ...{ taskKey: "t1", workType: "ansible.playbook", agentType: "infra" },
    resources: { cpuCores: 1, memoryMb: 128, gpuVramMb: 0 },
    ...{ service: null, agentName: null, text: "", playbook: null, hosts: [], formerAgentIds: [] },
    ...{ actsHere: false, own: null, ansiblePath: null },
    ...change,
  };
}

/** An agent that is online, idle and may do anything. `id` counts from 1. */
export function testAgent(id: number, change: Partial<Agent> = {}): Agent {
  return {
    id: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
    name: `agent-${id}`,
    ...{ kind: "built_in", isRevoked: false },
    agentType: "infra",
    status: "online",
    isDraining: false,
    workTypes: ["ansible.playbook"],
    domains: [],
    tags: [],
    reaches: ["*"],
    slots: 2,
    slotsUsed: 0,
    version: "1",
    lastHeartbeatAt: null,
    metrics: null,
    tools: null,
    ownHosts: [],
    ...change,
  };
}

/** An agent as routing looks at it. */
export function candidate(
  id: number,
  change: Partial<Agent> = {},
  more: { readonly held?: Partial<Held>; readonly record?: Partial<Candidate["record"]> } = {},
): Candidate {
  return {
    agent: testAgent(id, change),
    held: { ...nothingHeld, ...more.held },
    record: { runs: 0, succeeded: 0, lastRunAgeSeconds: null, ...more.record },
  };
}
