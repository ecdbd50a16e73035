import type { AuditService } from "#server/audit/audit-service.ts";
import {
  type Agent,
  type AnsibleProgram,
  agentSchema,
  type MachineMetrics,
} from "#server/contracts/agent.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import { compareVersions } from "#server/lib/version-range.ts";
import type { Clock } from "#server/platform/clock.ts";
import { appendEvent, lastSeq } from "#server/platform/event-log.ts";
import {
  type Database,
  inTransaction,
  isUniqueViolation,
  type Tx,
} from "#server/platform/prisma.ts";
import {
  type AgentRow,
  type AgentSelf,
  findAgent,
  findAgents,
  setEnabled,
  touchAgent,
  upsertAgent,
} from "./agents-repository.ts";
import { agentStatus, isAgentUp } from "./domain/agent-status.ts";

export { type AgentSelf, isAgentUp };

/** The registry of agents: who there is, whether they are alive, and what they can do. */
export class AgentsService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    clock: Clock;
    offlineAfterMs: number;
  };

  constructor(deps: { db: Database; audit: AuditService; clock: Clock; offlineAfterMs: number }) {
    this.deps = deps;
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

  /** Records that an agent is alive. Browsers are told, so that a silent agent shows without a reload. */
  async heartbeat(agentId: string, metrics: MachineMetrics, activeRuns: number): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      await touchAgent(tx, agentId, metrics, activeRuns);
      await appendEvent(tx, "fleet", { type: "agent.changed", agentId });
    });
  }

  /** All agents by name, with the place to follow `fleet` from. */
  async list(): Promise<{ agents: Agent[]; seq: number }> {
    const seq = await lastSeq(this.deps.db, "fleet");
    return { agents: await this.all(), seq };
  }

  /** All agents by name, at most 1,000. */
  async all(): Promise<Agent[]> {
    return (await findAgents(this.deps.db)).map((row) => this.view(row));
  }

  /** @throws agent_not_found */
  async find(agentId: string): Promise<Agent> {
    const row = await findAgent(this.deps.db, agentId);
    if (row === null) throw new AppError("agent_not_found");
    return this.view(row);
  }

  /** The same within a transaction, for whoever decides by it; null where there is none. */
  async findIn(tx: Tx, agentId: string): Promise<Agent | null> {
    const row = await findAgent(tx, agentId);
    return row === null ? null : this.view(row);
  }

  /** Every Ansible that agents which are alive found on their machines, newest first. */
  async ansiblePrograms(): Promise<AnsibleProgram[]> {
    const up = (await this.all()).filter(({ status }) => isAgentUp(status));
    const found = new Map(
      up.flatMap(({ tools }) => (tools?.ansibles ?? []).map((each) => [each.path, each] as const)),
    );
    return [...found.values()].sort((a, b) => compareVersions(b.version, a.version));
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

  private view(row: AgentRow): Agent {
    const status = agentStatus(
      {
        enabled: row.enabled,
        lastHeartbeatMs: row.lastHeartbeatAt?.getTime() ?? null,
        activeRuns: row.activeRuns,
        slots: row.slots,
      },
      this.deps.clock.now().getTime(),
      this.deps.offlineAfterMs,
    );
    return agentSchema.parse({
      id: row.id,
      name: row.name,
      agentType: row.agentType,
      status,
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
    });
  }
}
