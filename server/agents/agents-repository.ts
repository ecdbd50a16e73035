import type { AgentSample, AgentTools, MachineMetrics, OwnHost } from "#server/contracts/agent.ts";
import type { AgentType, WorkType } from "#server/contracts/task.ts";
import { AppError } from "#server/lib/app-error.ts";
import { required } from "#server/lib/assert.ts";
import { appendEventsWhere } from "#server/platform/event-log.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { columnsOf } from "#server/platform/sql-columns.ts";

/** What an agent process says of itself when it starts. */
export interface AgentSelf {
  /** Kept by its machine: the same through renames, another on every other machine. */
  readonly identity: string;
  /** What it would like to be called. */
  readonly name: string;
  readonly agentType: AgentType;
  readonly workTypes: readonly WorkType[];
  readonly domains: readonly string[];
  /** Hosts and groups it reaches; absent: as before, at first all. */
  readonly reaches?: readonly string[] | undefined;
  /** Its first tags; later ones are people's. */
  readonly tags?: readonly string[] | undefined;
  /** Silence after which it counts as offline, in seconds; absent: as the installation says. */
  readonly offlineAfterSeconds?: number | undefined;
  readonly slots: number;
  readonly version: string;
  readonly tools: AgentTools;
  readonly metrics: MachineMetrics;
}

/**
 * Creates the agent of that identity or brings its row up to date; a person's `enabled` and tags stay. A row from before
 * identities were kept becomes that of the first machine of its name.
 */
export async function upsertAgent(tx: Tx, self: AgentSelf): Promise<AgentRow> {
  const { identity } = self;
  await tx.$executeRaw`
    UPDATE agent SET identity = ${identity}::uuid WHERE name = ${self.name} AND identity IS NULL
      AND NOT EXISTS (SELECT FROM agent WHERE identity = ${identity}::uuid)`;
  const name = await freeName(tx, self);
  const reaches = self.reaches === undefined ? null : JSON.stringify(self.reaches);
  const [row] = await tx.$queryRaw<AgentRow[]>`
    INSERT INTO agent (id, identity, name, agent_type, work_types, domains, tags, reaches, slots, version, tools, metrics,
      last_heartbeat_at, offline_after_seconds)
    VALUES (gen_random_uuid(), ${identity}::uuid, ${name}, ${self.agentType}, ${JSON.stringify(self.workTypes)}::jsonb,
      ${JSON.stringify(self.domains)}::jsonb, ${JSON.stringify(self.tags ?? [])}::jsonb,
      coalesce(${reaches}::jsonb, '["*"]'), ${self.slots}, ${self.version}, ${JSON.stringify(self.tools)}::jsonb,
      ${JSON.stringify(self.metrics)}::jsonb, now(), ${self.offlineAfterSeconds ?? null})
    ON CONFLICT (identity) DO UPDATE SET name = excluded.name, agent_type = excluded.agent_type,
      work_types = excluded.work_types, domains = excluded.domains,
      reaches = coalesce(${reaches}::jsonb, agent.reaches), slots = excluded.slots, version = excluded.version,
      tools = excluded.tools, metrics = excluded.metrics, last_heartbeat_at = excluded.last_heartbeat_at,
      offline_after_seconds = excluded.offline_after_seconds
    RETURNING ${agentColumns}`;
  return required(row, "the agent's row");
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

/** Writes a heartbeat on database time and tells browsers, in one statement; false where there is no such agent. */
export async function touchAgent(
  db: Db,
  agentId: string,
  metrics: MachineMetrics,
  activeRuns: number,
): Promise<boolean> {
  const touched = Prisma.sql`
    UPDATE agent SET last_heartbeat_at = now(), metrics = ${JSON.stringify(metrics)}::jsonb, active_runs = ${activeRuns}
    WHERE id = ${agentId}::uuid RETURNING id`;
  return appendEventsWhere(db, touched, [
    { topic: "fleet", body: { type: "agent.changed", agentId } },
  ]);
}

/** Samples of an agent lie at least so far apart. */
export const sampleSeconds = 59;

/** Keeps how busy the machine is, at most once a minute, and forgets what is older than a day. */
export async function keepSample(db: Db, agentId: string, sample: Omit<AgentSample, "at">) {
  const { loadShare, memoryShare, slotsUsed } = sample;
  await db.$executeRaw`
    WITH added AS (
      INSERT INTO agent_sample (agent_id, at, load_share, memory_share, slots_used)
      SELECT ${agentId}::uuid, now(), ${loadShare}, ${memoryShare}, ${slotsUsed}
      WHERE EXISTS (SELECT FROM agent WHERE id = ${agentId}::uuid) AND NOT EXISTS (
        SELECT FROM agent_sample
        WHERE agent_id = ${agentId}::uuid AND at > now() - make_interval(secs => ${sampleSeconds}))
      ON CONFLICT DO NOTHING
    )
    DELETE FROM agent_sample WHERE agent_id = ${agentId}::uuid AND at < now() - interval '24 hours'`;
}

/** The samples of the last hour, oldest first; at most 120. */
export async function findSamples(db: Db, agentId: string) {
  return db.$queryRaw<(Omit<AgentSample, "at"> & { at: Date })[]>`
    SELECT at, load_share AS "loadShare", memory_share AS "memoryShare", slots_used AS "slotsUsed"
    FROM agent_sample WHERE agent_id = ${agentId}::uuid AND at > now() - interval '1 hour' ORDER BY at LIMIT 120`;
}

export async function setTags(db: Db, agentId: string, tags: readonly string[]) {
  return db.agent.update({ where: { id: agentId }, data: { tags: asJson(tags) } });
}

/** Locks every agent's row: what an agent's machine is, is said once at a time. */
export async function lockAgents(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT id FROM agent ORDER BY id FOR UPDATE`;
}

export async function setOwnHosts(tx: Tx, agentId: string, ownHosts: readonly OwnHost[]) {
  return tx.agent.update({ where: { id: agentId }, data: { ownHosts: asJson(ownHosts) } });
}

export async function deleteAgent(db: Db, agentId: string) {
  await db.agent.delete({ where: { id: agentId } });
}

export async function findAgents(db: Db): Promise<AgentRow[]> {
  return db.$queryRaw<AgentRow[]>`SELECT ${agentColumns} FROM agent ORDER BY name LIMIT 1000`;
}

export async function findAgent(db: Db, agentId: string): Promise<AgentRow | null> {
  const [row] = await db.$queryRaw<AgentRow[]>`
    SELECT ${agentColumns} FROM agent WHERE id = ${agentId}::uuid`;
  return row ?? null;
}

/**
 * An agent with its row locked until the transaction ends: placements on one agent happen one at a time. What it holds is
 * to be read afterwards, because a statement that waited for the lock would still see what was before.
 */
export async function lockAgent(tx: Tx, agentId: string): Promise<AgentRow | null> {
  const [row] = await tx.$queryRaw<AgentRow[]>`
    SELECT ${agentColumns} FROM agent WHERE id = ${agentId}::uuid FOR UPDATE`;
  return row ?? null;
}

/** The stored tools of the agent of that identity; null where there is none. */
export async function findTools(db: Db, identity: string): Promise<unknown> {
  const [row] = await db.$queryRaw<{ tools: unknown }[]>`
    SELECT tools FROM agent WHERE identity = ${identity}::uuid`;
  return row?.tools ?? null;
}

export async function setTools(db: Db, agentId: string, tools: AgentTools) {
  return db.agent.update({ where: { id: agentId }, data: { tools: asJson(tools) } });
}

/** Notes that an agent is silent, if it has not spoken since it was looked at; false where that is known already. */
export async function noteOffline(tx: Tx, agentId: string, lastHeartbeatAt: Date) {
  const { count } = await tx.agent.updateMany({
    where: { id: agentId, offlineSince: null, lastHeartbeatAt },
    data: { offlineSince: lastHeartbeatAt },
  });
  return count === 1;
}

/** Notes that an agent is back; false where that is known already. */
export async function noteBack(tx: Tx, agentId: string) {
  const { count } = await tx.agent.updateMany({
    where: { id: agentId, offlineSince: { not: null } },
    data: { offlineSince: null },
  });
  return count === 1;
}

export async function setEnabled(db: Db, agentId: string, enabled: boolean) {
  return db.agent.update({ where: { id: agentId }, data: { enabled } });
}

export type AgentRow = Prisma.AgentGetPayload<object>;

const agentColumns = columnsOf<AgentRow>("agent", {
  ...{ id: true, name: true, identity: true, kind: true, agentType: true, workTypes: true },
  ...{ domains: true, tags: true, reaches: true, slots: true, activeRuns: true, version: true },
  ...{ enabled: true, metrics: true, tools: true, lastHeartbeatAt: true, createdAt: true },
  ...{ offlineAfterSeconds: true, offlineSince: true, ownHosts: true, publicKey: true },
  ...{ boxKey: true, linkSequence: true, revokedAt: true },
});
