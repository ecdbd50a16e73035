import { type AgentsService, isAgentUp } from "#server/agents/agents-service.ts";
import type { RoutingDecision } from "#server/contracts/agent.ts";
import type { Candidate, PlaceableTask, TrackRecord } from "./domain/candidate.ts";
import { isHopeless, isWorthWaiting, placeTask } from "./domain/place-task.ts";

export type { PlaceableTask, TrackRecord };

/** What the caller knows of agents' present work and past; agents that are missing have none. */
export interface AgentUse {
  readonly slotsTaken: ReadonlyMap<string, number>;
  readonly records: ReadonlyMap<string, TrackRecord>;
}

/** A decision with what it means for whoever wanted the task done. */
export interface Route extends RoutingDecision {
  /** An agent would do it, had it a slot left. */
  readonly isWorthWaiting: boolean;
  /** No agent there is could ever do it. */
  readonly isHopeless: boolean;
}

const noRecord: TrackRecord = { runs: 0, succeeded: 0, lastRunAgeSeconds: null };
/** Nobody has done anything: for previews made before there is a task. */
export const unusedAgents: AgentUse = { slotsTaken: new Map(), records: new Map() };

/** Decides which agent does a task. Pure but for reading the registry; planning previews, execution decides and records. */
export class RoutingService {
  private readonly deps: { agents: AgentsService };

  constructor(deps: { agents: AgentsService }) {
    this.deps = deps;
  }

  /** True while any agent that takes work has a slot left. */
  async hasFreeSlot(slotsTaken: ReadonlyMap<string, number>): Promise<boolean> {
    const agents = await this.deps.agents.all();
    return agents.some(
      (agent) => isAgentUp(agent.status) && (slotsTaken.get(agent.id) ?? 0) < agent.slots,
    );
  }

  /** One decision per task, made as if each earlier one had already taken its slot. */
  async place(tasks: readonly PlaceableTask[], use: AgentUse = unusedAgents): Promise<Route[]> {
    const agents = await this.deps.agents.all();
    const taken = new Map(use.slotsTaken);
    return tasks.map((task) => {
      const candidates: Candidate[] = agents.map((agent) => ({
        agent,
        slotsTaken: taken.get(agent.id) ?? 0,
        record: use.records.get(agent.id) ?? noRecord,
      }));
      const decision = placeTask(task, candidates);
      const chosen = decision.chosenAgentId;
      if (chosen !== null) taken.set(chosen, (taken.get(chosen) ?? 0) + 1);
      return {
        ...decision,
        isWorthWaiting: isWorthWaiting(decision),
        isHopeless: isHopeless(decision),
      };
    });
  }
}
