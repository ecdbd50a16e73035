import type { AuditService } from "#server/audit/audit-service.ts";
import {
  type Agent,
  type AgentSample,
  type AgentStatus,
  type AgentTools,
  type AnsibleProgram,
  agentSchema,
  type ChangeAgentBody,
  type ListAgentsQuery,
  type MachineMetrics,
} from "#server/contracts/agent.ts";
import { systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent, lastSeq } from "#server/platform/event-log.ts";
import {
  type Database,
  type Db,
  inTransaction,
  isUniqueViolation,
  type Tx,
} from "#server/platform/prisma.ts";
import {
  type AgentRow,
  type AgentSelf,
  deleteAgent,
  findAgent,
  findAgents,
  findSamples,
  findTools,
  keepSample,
  lockAgent,
  noteBack,
  noteOffline,
  sampleSeconds,
  setEnabled,
  setTags,
  setTools,
  touchAgent,
  upsertAgent,
} from "./agents-repository.ts";
import { agentStatus, isAgentUp } from "./domain/agent-status.ts";
import { filterAgents } from "./domain/filter-agents.ts";
import { sharedAnsibles } from "./domain/shared-ansibles.ts";

export { type AgentSelf, isAgentUp };

/** The registry of agents: who there is, whether they are alive, and what they can do. */
export class AgentsService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    clock: Clock;
    offlineAfterMs: number;
  };

  /** When an agent's machine was last sampled by this process; milliseconds since the epoch. */
  private readonly sampledAt = new Map<string, number>();
  private readonly startedAt: number;

  constructor(deps: { db: Database; audit: AuditService; clock: Clock; offlineAfterMs: number }) {
    this.deps = deps;
    this.startedAt = deps.clock.now().getTime();
  }

  /**
   * Enrols the agent process of this machine, or refreshes its row. Idempotent by identity: a machine that was renamed
   * stays the agent it is, and another of the same name is another agent.
   */
  async register(self: AgentSelf): Promise<Agent> {
    try {
      return await this.enrol(self);
    } catch (error) {
      // Another process of the machine, or another of the name, was first: now it is there to be seen.
      if (isUniqueViolation(error)) return this.enrol(self);
      throw error;
    }
  }

  private async enrol(self: AgentSelf): Promise<Agent> {
    const row = await inTransaction(this.deps.db, async (tx) => {
      const agent = await upsertAgent(tx, self);
      await this.deps.audit.record(tx, {
        type: "agent.registered",
        actor: { kind: "agent", id: agent.id, name: agent.name },
        subject: { agentId: agent.id },
        facts: { agentType: self.agentType, slots: self.slots, version: self.version },
      });
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId: agent.id });
      return agent;
    });
    return this.view(row);
  }

  /** What the machine of that identity found when it was last asked; null where nobody knows. */
  async toolsOf(identity: string): Promise<AgentTools | null> {
    return agentSchema.shape.tools.catch(null).parse(await findTools(this.deps.db, identity));
  }

  /** Keeps what an agent found on its machine. */
  async noteTools(agentId: string, tools: AgentTools): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      await setTools(tx, agentId, tools);
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
    });
  }

  /** Records that an agent is alive. Browsers are told, so that a silent agent shows without a reload. */
  async heartbeat(agentId: string, metrics: MachineMetrics, activeRuns: number): Promise<void> {
    const { db, clock } = this.deps;
    const isKnown = await touchAgent(db, agentId, metrics, activeRuns);
    const now = clock.now().getTime();
    if (!isKnown || now < (this.sampledAt.get(agentId) ?? 0) + sampleSeconds * 1000) return;
    this.sampledAt.set(agentId, now);
    await keepSample(db, agentId, { ...sharesOf(metrics), slotsUsed: activeRuns });
  }

  /** The agents that all filters let through, with the place to follow `fleet` from. */
  async list(
    query: Partial<ListAgentsQuery> = {},
  ): Promise<{ agents: Agent[]; seq: number; nextCursor: string | null }> {
    const seq = await lastSeq(this.deps.db, "fleet");
    return { ...filterAgents(await this.all(), query), seq };
  }

  /** How busy an agent's machine was in the last hour, oldest first. */
  async samples(agentId: string): Promise<AgentSample[]> {
    const rows = await findSamples(this.deps.db, agentId);
    return rows.map(({ at, ...sample }) => ({ ...sample, at: at.toISOString() }));
  }

  /** All agents by name, at most 1,000. */
  async all(db: Db = this.deps.db): Promise<Agent[]> {
    return (await findAgents(db)).map((row) => this.view(row));
  }

  /** @throws agent_not_found */
  async find(agentId: string): Promise<Agent> {
    const row = await findAgent(this.deps.db, agentId);
    if (row === null) throw new AppError("agent_not_found");
    return this.view(row);
  }

  /** The same for whoever decides by it, in their transaction where they are in one; null where there is none. */
  async findIn(db: Db, agentId: string): Promise<Agent | null> {
    const row = await findAgent(db, agentId);
    return row === null ? null : this.view(row);
  }

  /** The same with its row locked until the transaction ends: see `lockAgent`. */
  async lockIn(tx: Tx, agentId: string): Promise<Agent | null> {
    const row = await lockAgent(tx, agentId);
    return row === null ? null : this.view(row);
  }

  /** Every Ansible that all agents which are alive and have any found at the same place, newest first. */
  async sharedAnsibles(): Promise<AnsibleProgram[]> {
    const up = (await this.all()).filter(({ status }) => isAgentUp(status));
    return sharedAnsibles(up.map(({ tools }) => tools?.ansibles ?? []));
  }

  /**
   * Writes down which agents fell silent and which are back, each once. Whoever has just started has heard nobody yet:
   * a machine that was switched off as a whole did not lose its agents.
   */
  async noteSilence(): Promise<void> {
    const now = this.deps.clock.now().getTime();
    if (now - this.startedAt < this.deps.offlineAfterMs) return;
    for (const row of await findAgents(this.deps.db)) {
      const status = this.statusOf(row);
      if (status === "offline" && row.offlineSince === null) await this.tellOffline(row);
      if (isAgentUp(status) && row.offlineSince !== null) await this.tellBack(row, now);
    }
  }

  private async tellOffline({ id: agentId, name, lastHeartbeatAt, revokedAt }: AgentRow) {
    if (lastHeartbeatAt === null || revokedAt !== null) return;
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await noteOffline(tx, agentId, lastHeartbeatAt))) return;
      await this.deps.audit.record(tx, {
        ...{ type: "agent.went_offline", actor: systemActor, subject: { agentId } },
        facts: { name, lastHeartbeatAt: lastHeartbeatAt.toISOString() },
      });
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
    });
  }

  private async tellBack({ id: agentId, name, offlineSince }: AgentRow, now: number) {
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await noteBack(tx, agentId))) return;
      const offlineSeconds = Math.round((now - (offlineSince?.getTime() ?? now)) / 1000);
      await this.deps.audit.record(tx, {
        ...{ type: "agent.came_back", actor: systemActor, subject: { agentId } },
        facts: { name, offlineSeconds },
      });
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
    });
  }

  /** Switches an agent on or off; a disabled agent gets no new work and finishes what it runs. */
  async toggle(principal: Principal, agentId: string): Promise<Agent> {
    const row = await inTransaction(this.deps.db, async (tx) => {
      const before = await findAgent(tx, agentId);
      if (before === null) throw new AppError("agent_not_found");
      const after = await setEnabled(tx, agentId, !before.enabled);
      await this.deps.audit.record(tx, {
        type: "agent.changed",
        actor: actorOf(principal),
        subject: { agentId },
        facts: { enabled: after.enabled },
      });
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
      return after;
    });
    return this.view(row);
  }

  /** Changes an agent's tags, or switches it off or on: off, it finishes what it runs. @throws agent_not_found */
  async change(principal: Principal, agentId: string, body: ChangeAgentBody): Promise<Agent> {
    const { enabled, tags } = body;
    const row = await inTransaction(this.deps.db, async (tx) => {
      let after = await findAgent(tx, agentId);
      if (after === null) throw new AppError("agent_not_found");
      if (enabled !== undefined) after = await setEnabled(tx, agentId, enabled);
      if (tags !== undefined) after = await setTags(tx, agentId, [...new Set(tags)]);
      await this.deps.audit.record(tx, {
        type: "agent.changed",
        actor: actorOf(principal),
        subject: { agentId },
        facts: {
          ...(enabled === undefined ? {} : { enabled }),
          ...(tags === undefined ? {} : { tags: tags.join(", ").slice(0, 500) }),
        },
      });
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
      return after;
    });
    return this.view(row);
  }

  /** Forgets an agent that is silent, within the caller's transaction. @throws agent_not_found, agent_in_use */
  async removeIn(tx: Tx, principal: Principal, agentId: string): Promise<void> {
    const row = await findAgent(tx, agentId);
    if (row === null) throw new AppError("agent_not_found");
    if (this.statusOf({ ...row, enabled: true }) !== "offline") throw new AppError("agent_in_use");
    await deleteAgent(tx, agentId);
    await this.deps.audit.record(tx, {
      type: "agent.removed",
      actor: actorOf(principal),
      subject: { agentId },
      facts: { name: row.name },
    });
    await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
  }

  private statusOf(row: AgentRow): AgentStatus {
    const { offlineAfterSeconds, enabled, activeRuns, slots } = row;
    const lastHeartbeatMs = row.lastHeartbeatAt?.getTime() ?? null;
    return agentStatus(
      { enabled, lastHeartbeatMs, activeRuns, slots },
      this.deps.clock.now().getTime(),
      offlineAfterSeconds === null ? this.deps.offlineAfterMs : offlineAfterSeconds * 1000,
    );
  }

  private view(row: AgentRow): Agent {
    return agentSchema.parse({
      id: row.id,
      name: row.name,
      kind: row.kind,
      isRevoked: row.revokedAt !== null,
      agentType: row.agentType,
      status: this.statusOf(row),
      isDraining: !row.enabled && row.activeRuns > 0,
      workTypes: row.workTypes,
      domains: row.domains,
      tags: row.tags,
      reaches: row.reaches,
      slots: row.slots,
      slotsUsed: row.activeRuns,
      version: row.version,
      lastHeartbeatAt: row.lastHeartbeatAt?.toISOString() ?? null,
      metrics: row.metrics,
      tools: row.tools,
      ownHosts: row.ownHosts,
    });
  }
}

/** How much of the machine is in use, 0–1; load may be above. */
function sharesOf({ cpuCores, load, memoryTotalMb, memoryAvailableMb }: MachineMetrics) {
  return {
    loadShare: cpuCores > 0 ? load[0] / cpuCores : 0,
    memoryShare: memoryTotalMb > 0 ? 1 - memoryAvailableMb / memoryTotalMb : 0,
  };
}
