import type { AgentTools, MachineMetrics } from "#server/contracts/agent.ts";
import type { AgentType, WorkType } from "#server/contracts/task.ts";
import { AppError } from "#server/lib/app-error.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";

/** What an agent process says of itself when it starts. */
export interface AgentSelf {
  /** Kept by its machine: the same through renames, another on every other machine. */
  readonly identity: string;
  /** What it would like to be called. */
  readonly name: string;
  readonly agentType: AgentType;
  readonly workTypes: readonly WorkType[];
  readonly domains: readonly string[];
  readonly slots: number;
  readonly version: string;
  readonly tools: AgentTools;
  readonly metrics: MachineMetrics;
}

/**
 * Creates the agent of that identity or brings its row up to date; a person's `enabled` and tags stay. A row from before
 * identities were kept becomes that of the first machine of its name.
 */
export async function upsertAgent(tx: Tx, self: AgentSelf) {
  const { identity } = self;
  const known = await tx.agent.findUnique({ where: { identity } });
  if (known === null)
    await tx.agent.updateMany({ where: { name: self.name, identity: null }, data: { identity } });
  const fields = {
    name: await freeName(tx, self),
    agentType: self.agentType,
    workTypes: asJson(self.workTypes),
    domains: asJson(self.domains),
    slots: self.slots,
    version: self.version,
    tools: asJson(self.tools),
    metrics: asJson(self.metrics),
    lastHeartbeatAt: new Date(),
  };
  return tx.agent.upsert({
    where: { identity },
    create: { identity, ...fields },
    update: fields,
  });
}

/** Agents that may share a name before the next one has to be called something else. */
const maxNamesakes = 1_000;

/** The name an agent asks for, or with a number where another machine has it. */
async function freeName(tx: Tx, { name, identity }: AgentSelf): Promise<string> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM agent WHERE identity IS DISTINCT FROM ${identity}::uuid AND starts_with(name, ${name})`;
  const taken = new Set(rows.map((row) => row.name));
  for (let number = 1; number <= maxNamesakes; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
  throw new AppError("invalid_state", { message: `Too many agents are called ${name}.` });
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
