import { type AgentsService, isAgentUp } from "#server/agents/agents-service.ts";
import type { Agent, AgentCapacity } from "#server/contracts/agent.ts";
import type { Obstacle, RoutingDecision, RoutingRules } from "#server/contracts/routing.ts";
import type { RoutingPolicy } from "./domain/attempts.ts";
import {
  type Candidate,
  type Held,
  nothingHeld,
  type PlaceableTask,
  type TrackRecord,
  withTask,
} from "./domain/candidate.ts";
import { type CapacityLimits, capacityOf, findExhaustion } from "./domain/capacity.ts";
import { findBreach, findObstacle } from "./domain/find-obstacle.ts";
import { obstacle } from "./domain/obstacles.ts";
import { isHopeless, isWorthWaiting, placeTask } from "./domain/place-task.ts";
import { placeableOf } from "./domain/placeable-task.ts";
import { reservationFrom } from "./domain/reservation.ts";
import { domainsOf } from "./domain/task-domain.ts";
import type { RoutingRulesService } from "./rules-service.ts";

export { type Held, nothingHeld, type PlaceableTask, placeableOf, reservationFrom };

/** What the caller knows of agents' present work and past; agents that are missing have none. */
export interface AgentUse {
  readonly held: ReadonlyMap<string, Held>;
  /** By kind of work, then by agent. */
  readonly records: ReadonlyMap<string, ReadonlyMap<string, TrackRecord>>;
}

/** A decision with what it means for whoever wanted the task done. */
export interface Route extends RoutingDecision {
  /** An agent would do it, had it something left to give. */
  readonly isWorthWaiting: boolean;
  /** No agent there is could ever do it. */
  readonly isHopeless: boolean;
  /** What the task is about, where any agent declares such. */
  readonly domains: readonly string[];
}

const noRecord: TrackRecord = { runs: 0, succeeded: 0, lastRunAgeSeconds: null };
/** Nobody has done anything: for previews made before there is a task. */
export const unusedAgents: AgentUse = { held: new Map(), records: new Map() };
/** What any task takes: an agent without it is full. */
const smallest = { cpuCores: 0, memoryMb: 0, gpuVramMb: 0 };

/** Decides which agent does a task. Pure but for reading registry and rules; planning previews, execution decides and records. */
export class RoutingService {
  private readonly deps: {
    readonly agents: AgentsService;
    readonly rules: RoutingRulesService;
    readonly limits: CapacityLimits;
  };

  constructor(deps: RoutingService["deps"]) {
    this.deps = deps;
  }

  /** True while any agent that takes work has something left to give. */
  async hasRoom(held: ReadonlyMap<string, Held>): Promise<boolean> {
    const agents = await this.deps.agents.all();
    return agents.some(
      (agent) =>
        isAgentUp(agent.status) && this.fullness(agent, held.get(agent.id) ?? nothingHeld) === null,
    );
  }

  /**
   * One decision per task, made as if each earlier one had already taken its share.
   *
   * @param trial rules to try instead of those in force
   */
  async place(
    tasks: readonly PlaceableTask[],
    use: AgentUse = unusedAgents,
    trial?: RoutingRules,
  ): Promise<Route[]> {
    const [agents, policy] = await Promise.all([
      this.deps.agents.all(),
      trial ?? this.deps.rules.current(),
    ]);
    const held = new Map(use.held);
    const isDeclared = agents.some(({ domains }) => domains.length > 0);
    return tasks.map((task) => {
      const records = use.records.get(task.workType);
      const candidates: Candidate[] = agents.map((agent) => ({
        agent,
        held: held.get(agent.id) ?? nothingHeld,
        record: records?.get(agent.id) ?? noRecord,
      }));
      const decision = placeTask(task, candidates, policy, this.deps.limits);
      const chosen = decision.chosenAgentId;
      if (chosen !== null)
        held.set(chosen, withTask(held.get(chosen) ?? nothingHeld, task.resources));
      return {
        ...decision,
        isWorthWaiting: isWorthWaiting(decision),
        isHopeless: isHopeless(decision),
        domains: isDeclared ? aboutOf(task, decision, policy) : [],
      };
    });
  }

  /** What a task is about by its decision, or else by its words: see `task-domain.ts`. */
  async domainsFor(
    task: PlaceableTask,
    decided: Pick<RoutingDecision, "domain"> | null,
  ): Promise<readonly string[]> {
    if (decided?.domain != null) return [decided.domain];
    return aboutOf(task, decided, await this.deps.rules.current());
  }

  /** What keeps an agent that was chosen from the task after all; null when nothing does. */
  recheck(
    task: PlaceableTask,
    { agent, held }: { readonly agent: Agent; readonly held: Held },
    decided: Pick<Route, "method" | "reserved" | "domains">,
  ): Obstacle | null {
    const { domains } = decided;
    const { limits } = this.deps;
    // A rule may have sent it to another type of agent.
    const agentType = decided.method === "rule" ? agent.agentType : task.agentType;
    const candidate = { agent, held, record: noRecord };
    const asked = { ...task, resources: decided.reserved ?? task.resources };
    const code = findObstacle(asked, candidate, { domains, agentType, limits });
    if (code === null) return null;
    return obstacle(code, { task: asked, agent, domain: domains[0] ?? null, ...limits });
  }

  /** What an agent's declared work types and domains say against a task, in words; null when it is inside (AGENT-05). */
  breach(task: PlaceableTask, agent: Agent, domains: readonly string[]): string | null {
    const code = findBreach(task, domains, agent);
    if (code === null) return null;
    return obstacle(code, { task, agent, domain: domains[0] ?? null, ...this.deps.limits }).message;
  }

  /** What an agent has left to give. */
  capacity(agent: Agent, held: Held): AgentCapacity {
    return { ...capacityOf(agent, held), isFullBecause: this.fullness(agent, held) };
  }

  private fullness(agent: Agent, held: Held): string | null {
    const { limits } = this.deps;
    const code = findExhaustion(smallest, agent, held, limits);
    const task = { ...nameless, resources: smallest };
    return code === null ? null : obstacle(code, { task, agent, domain: null, ...limits }).message;
  }
}

function aboutOf(
  task: PlaceableTask,
  decided: Pick<RoutingDecision, "domain"> | null,
  { domains }: Pick<RoutingPolicy, "domains">,
): readonly string[] {
  return decided?.domain == null ? domainsOf(task, domains) : [decided.domain];
}

const nameless: PlaceableTask = {
  ...{ taskKey: "t1", workType: "ansible.playbook", agentType: "infra", resources: smallest },
  ...{ service: null, agentName: null, text: "", playbook: null, hosts: [], formerAgentIds: [] },
  ...{ actsHere: false, own: null, ansiblePath: null },
};
