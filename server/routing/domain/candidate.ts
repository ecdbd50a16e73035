import type { Agent } from "#server/contracts/agent.ts";
import type { AgentType, ReservedResources, WorkType } from "#server/contracts/task.ts";

/** A host of a task with the groups of its inventory that it is in. */
export interface TaskHost {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What routing needs to know of a task. */
export interface PlaceableTask {
  readonly taskKey: string;
  readonly workType: WorkType;
  readonly agentType: AgentType;
  readonly resources: ReservedResources;
  readonly service: string | null;
  /** Name of an agent that the request asked for; one that its words name counts as well. */
  readonly agentName: string | null;
  /** What was asked, in the person's words. */
  readonly text: string;
  readonly playbook: string | null;
  readonly hosts: readonly TaskHost[];
  /** Its target is the machine that Chiffon is on. */
  readonly actsHere: boolean;
  /**
   * The agent whose machine is the task's one host, which comes before rules and scores. `isBound`: the plan says so, and
   * nobody else may do it.
   */
  readonly own: { readonly agentId: string; readonly isBound: boolean } | null;
  /** The `ansible-playbook` that its plan names; null: the agent's own. */
  readonly ansiblePath: string | null;
  /** Agents that had it and did not finish it, the last one last: any other that can do it comes first. */
  readonly formerAgentIds: readonly string[];
}

/** What an agent has done with one kind of work. */
export interface TrackRecord {
  readonly runs: number;
  readonly succeeded: number;
  /** Seconds since it last did that kind of work; null when never. */
  readonly lastRunAgeSeconds: number | null;
}

/** What tasks that are placed on or run at an agent take of it. Sizes are mebibytes. */
export interface Held {
  readonly slots: number;
  readonly memoryMb: number;
  /** The part of that which its last heartbeat can't have seen in use. */
  readonly newMemoryMb: number;
  readonly vramMb: number;
}

/** An agent that holds nothing. */
export const nothingHeld: Held = { slots: 0, memoryMb: 0, newMemoryMb: 0, vramMb: 0 };

/** What an agent holds once it has a task besides; no heartbeat has seen that in use yet. */
export function withTask(held: Held, { memoryMb, gpuVramMb }: ReservedResources): Held {
  return {
    slots: held.slots + 1,
    memoryMb: held.memoryMb + memoryMb,
    newMemoryMb: held.newMemoryMb + memoryMb,
    vramMb: held.vramMb + gpuVramMb,
  };
}

/** An agent with what only the database knows of it. */
export interface Candidate {
  readonly agent: Agent;
  readonly held: Held;
  readonly record: TrackRecord;
}
