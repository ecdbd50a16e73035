import type { Agent } from "#server/contracts/agent.ts";
import type { AgentType, TaskResources, WorkType } from "#server/contracts/task.ts";

/** What routing needs to know of a task. */
export interface PlaceableTask {
  readonly taskKey: string;
  readonly workType: WorkType;
  readonly agentType: AgentType;
  readonly resources: TaskResources;
  readonly service: string | null;
  /** Name of an agent that the request asked for. */
  readonly agentName: string | null;
}

/** What an agent has done with one kind of work. */
export interface TrackRecord {
  readonly runs: number;
  readonly succeeded: number;
  /** Seconds since it last did that kind of work; null when never. */
  readonly lastRunAgeSeconds: number | null;
}

/** An agent with what only the database knows of it. */
export interface Candidate {
  readonly agent: Agent;
  /** Tasks placed on or running at the agent. */
  readonly slotsTaken: number;
  readonly record: TrackRecord;
}
