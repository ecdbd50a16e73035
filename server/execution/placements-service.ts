import type { AgentsService } from "#server/agents/agents-service.ts";
import type { Agent, AgentCapacity, AgentSample, AgentWork } from "#server/contracts/agent.ts";
import type { Principal } from "#server/contracts/people.ts";
import type {
  ExplainRoutingBody,
  RoutingExplanation,
  TaskRouting,
} from "#server/contracts/routing.ts";
import { usualResources } from "#server/contracts/task.ts";
import { AppError } from "#server/lib/app-error.ts";
import { required } from "#server/lib/assert.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import {
  nothingHeld,
  type PlaceableTask,
  placeableOf,
  type RoutingService,
} from "#server/routing/routing-service.ts";
import type { RoutingRulesService } from "#server/routing/rules-service.ts";
import {
  findFormerAgents,
  findHeld,
  findRoutingDecision,
  findTrackRecords,
  findWorkOf,
} from "./placement-repository.ts";
import { taskBodySchema } from "./task-body.ts";
import { findTask } from "./task-repository.ts";

/** What the words of a request are about, as far as that is known. */
export interface ReadWords {
  readonly playbook: string | null;
  readonly service: string | null;
  readonly hosts: readonly string[];
}

/** An agent's capacity beside whose it is. */
export type CapacityOfAgent = Pick<Agent, "name" | "status"> & AgentCapacity & { agentId: string };

/** Where tasks went and would go, and what agents have left. */
export class PlacementsService {
  private readonly deps: {
    readonly db: Database;
    readonly agents: Pick<AgentsService, "all" | "find" | "lockIn" | "samples" | "removeIn">;
    readonly routing: RoutingService;
    readonly rules: RoutingRulesService;
    readonly readWords: (text: string) => Promise<ReadWords>;
    readonly groupsOf: (
      hosts: readonly string[],
    ) => Promise<ReadonlyMap<string, readonly string[]>>;
  };

  constructor(deps: PlacementsService["deps"]) {
    this.deps = deps;
  }

  /** The newest decision about a task; null before there is one. @throws task_not_found */
  async routingOf(taskId: string): Promise<TaskRouting> {
    if ((await findTask(this.deps.db, taskId)) === null) throw new AppError("task_not_found");
    return { decision: await findRoutingDecision(this.deps.db, taskId) };
  }

  /**
   * Where a task would go now, decided as dispatching would and recorded nowhere.
   *
   * @throws task_not_found, invalid_input where rules to try have a fault
   */
  async explain(body: ExplainRoutingBody): Promise<RoutingExplanation> {
    const { db, routing, rules } = this.deps;
    const trial = body.rules === undefined ? undefined : rules.trial(body.rules);
    const task = await this.taskOf(body);
    const [held, records] = await Promise.all([
      findHeld(db),
      findTrackRecords(db, [task.workType]),
    ]);
    const [decision] = await routing.place([task], { held, records }, trial);
    const { text, playbook, service, hosts } = task;
    return {
      task: { text, playbook, service, hosts: hosts.map(({ name }) => name) },
      decision: required(decision, "the route of a task"),
    };
  }

  private async taskOf(body: ExplainRoutingBody): Promise<PlaceableTask> {
    if (body.taskId !== undefined) {
      const task = await findTask(this.deps.db, body.taskId);
      if (task === null) throw new AppError("task_not_found");
      const former = await findFormerAgents(this.deps.db, task.agentId === null ? [task.id] : []);
      const { task: planned, ansible } = taskBodySchema.parse(task.body);
      const ansiblePath = ansible?.path ?? null;
      return { ...placeableOf(planned, former.get(task.id)), ansiblePath };
    }
    const { text = "", workType, agentType, agentName = null } = body;
    const words =
      text === "" ? { playbook: null, service: null, hosts: [] } : await this.deps.readWords(text);
    const hosts = body.hosts ?? words.hosts;
    const groups = await this.deps.groupsOf(hosts);
    return {
      ...{ taskKey: "t1", workType, agentType, agentName, text },
      resources: body.resources ?? usualResources,
      service: body.service ?? words.service,
      playbook: body.playbook ?? words.playbook,
      hosts: hosts.map((name) => ({ name, groups: groups.get(name) ?? [] })),
      ...{ actsHere: false, own: null, ansiblePath: null, formerAgentIds: [] },
    };
  }

  /** An agent with what it has left, how busy it was in the last hour and what it holds. @throws agent_not_found */
  async agentDetail(agentId: string): Promise<{
    agent: Agent;
    capacity: AgentCapacity;
    samples: AgentSample[];
    work: AgentWork[];
  }> {
    const { db, agents, routing } = this.deps;
    const agent = await agents.find(agentId);
    const [held, samples, work] = await Promise.all([
      findHeld(db, agentId),
      agents.samples(agentId),
      findWorkOf(db, agentId),
    ]);
    return {
      agent,
      capacity: routing.capacity(agent, held.get(agentId) ?? nothingHeld),
      samples,
      work: work.map(({ id, startedAt, ...task }) => ({
        ...task,
        taskId: id,
        startedAt: startedAt?.toISOString() ?? null,
      })),
    };
  }

  /** What agents have left: all, or one. @throws agent_not_found */
  async capacities({ agentId }: { agentId?: string } = {}): Promise<CapacityOfAgent[]> {
    const { db, agents, routing } = this.deps;
    const found = agentId === undefined ? await agents.all() : [await agents.find(agentId)];
    const held = await findHeld(db, agentId ?? null);
    return found.map((agent) => ({
      ...{ agentId: agent.id, name: agent.name, status: agent.status },
      ...routing.capacity(agent, held.get(agent.id) ?? nothingHeld),
    }));
  }

  /** Agents that take work now and have at least that much left. */
  async available(least: {
    minGpuVramGb: number;
    minCpuCores: number;
  }): Promise<CapacityOfAgent[]> {
    return (await this.capacities()).filter(
      ({ status, isFullBecause, vramFreeMb, cpuCoresFree }) =>
        (status === "online" || status === "busy") &&
        isFullBecause === null &&
        vramFreeMb >= least.minGpuVramGb * 1024 &&
        (cpuCoresFree ?? 0) >= least.minCpuCores,
    );
  }

  /** Forgets an agent that is gone for good. @throws agent_not_found, agent_in_use */
  async removeAgent(principal: Principal, agentId: string): Promise<void> {
    const { db, agents } = this.deps;
    await inTransaction(db, async (tx) => {
      await agents.lockIn(tx, agentId);
      if ((await findHeld(tx, agentId)).size > 0) throw new AppError("agent_in_use");
      await agents.removeIn(tx, principal, agentId);
    });
  }
}
