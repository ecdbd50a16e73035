import type { AgentTools, MachineMetrics } from "#server/contracts/agent.ts";
import type { AgentType, WorkType } from "#server/contracts/task.ts";
import { asJson, type Db } from "#server/platform/prisma.ts";

/** What an agent process says of itself when it starts. */
export interface AgentSelf {
  readonly name: string;
  readonly agentType: AgentType;
  readonly workTypes: readonly WorkType[];
  readonly domains: readonly string[];
  readonly slots: number;
  readonly version: string;
  readonly tools: AgentTools;
  readonly metrics: MachineMetrics;
}

/** Creates the agent of that name or brings its row up to date; a person's `enabled` and tags stay. */
export async function upsertAgent(db: Db, self: AgentSelf) {
  const fields = {
    agentType: self.agentType,
    workTypes: asJson(self.workTypes),
    domains: asJson(self.domains),
    slots: self.slots,
    version: self.version,
    tools: asJson(self.tools),
    metrics: asJson(self.metrics),
    lastHeartbeatAt: new Date(),
  };
  return db.agent.upsert({
    where: { name: self.name },
    create: { name: self.name, ...fields },
    update: fields,
  });
}

/** Writes a heartbeat on database time. */
export async function touchAgent(
  db: Db,
  agentId: string,
  metrics: MachineMetrics,
  activeRuns: number,
) {
  await db.$executeRaw`
    UPDATE agent SET last_heartbeat_at = now(), metrics = ${JSON.stringify(metrics)}::jsonb, active_runs = ${activeRuns}
    WHERE id = ${agentId}::uuid`;
}

export async function findAgents(db: Db) {
  return db.agent.findMany({ orderBy: { name: "asc" }, take: 1000 });
}

export async function findAgent(db: Db, agentId: string) {
  return db.agent.findUnique({ where: { id: agentId } });
}

export async function setEnabled(db: Db, agentId: string, enabled: boolean) {
  return db.agent.update({ where: { id: agentId }, data: { enabled } });
}

export type AgentRow = Awaited<ReturnType<typeof findAgents>>[number];
