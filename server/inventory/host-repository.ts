import { z } from "zod";
import {
  type HostFacts,
  type HostState,
  hostFactsSchema,
  hostStateSchema,
} from "#server/contracts/host.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { columnsOf } from "#server/platform/sql-columns.ts";

/** What is known of a host beyond the inventory. */
export interface StoredHost {
  readonly repositoryId: string;
  readonly name: string;
  readonly state: HostState | null;
  readonly problem: string | null;
  readonly facts: HostFacts | null;
  readonly lastSeenAt: string | null;
  /** Lines of a known_hosts file. */
  readonly knownHosts: string;
  readonly fingerprints: readonly string[];
  readonly checkedAt: string | null;
}

type HostRow = Prisma.HostRecordGetPayload<object>;

const hostColumns = columnsOf<HostRow>("host_record", {
  ...{ id: true, repositoryId: true, name: true, state: true, lastSeenAt: true, facts: true },
  ...{ problem: true, knownHosts: true, fingerprints: true, checkedAt: true, asksForBecome: true },
});

/** Every host that was tested, or those of one repository. */
export async function findHosts(db: Db, repositoryId?: string): Promise<StoredHost[]> {
  const which =
    repositoryId === undefined
      ? Prisma.empty
      : Prisma.sql`WHERE repository_id = ${repositoryId}::uuid`;
  const rows = await db.$queryRaw<HostRow[]>`SELECT ${hostColumns} FROM host_record ${which}`;
  return rows.map((row) => ({
    repositoryId: row.repositoryId,
    name: row.name,
    state: hostStateSchema.nullable().parse(row.state),
    problem: row.problem,
    facts: hostFactsSchema.nullable().parse(row.facts),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    knownHosts: row.knownHosts,
    fingerprints: z.array(z.string()).parse(row.fingerprints),
    checkedAt: row.checkedAt?.toISOString() ?? null,
  }));
}

/** Names of hosts on which sudo asked for a password at the last test. */
export async function findAskingForBecome(db: Db, repositoryId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM host_record WHERE repository_id = ${repositoryId}::uuid AND asks_for_become`;
  return rows.map(({ name }) => name);
}

/**
 * Notes that a run was on hosts just now. In one order, whoever else does the same; hosts of a repository that is gone
 * are left out.
 */
export async function noteSeen(
  tx: Tx,
  { repositoryId, names }: { readonly repositoryId: string; readonly names: readonly string[] },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO host_record (id, repository_id, name, last_seen_at)
    SELECT gen_random_uuid(), repository.id, seen.host, now()
    FROM repository, unnest(${[...names]}::text[]) AS seen (host) WHERE repository.id = ${repositoryId}::uuid
    ORDER BY seen.host
    ON CONFLICT (repository_id, name) DO UPDATE SET last_seen_at = excluded.last_seen_at`;
}

/** Lets one change of the kept hosts' file happen at a time, in all processes, until the transaction ends. */
export async function lockKeptHosts(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('chiffon.kept-hosts'))`;
}

/** Forgets what tests said of a host of the repository at a place, with the keys pinned for it. */
export async function forgetHost(tx: Tx, location: string, name: string): Promise<void> {
  await tx.hostRecord.deleteMany({ where: { name, repository: { location } } });
}

/**
 * Stores the outcome of a test; pinned keys are kept unless new ones are given.
 *
 * @returns false when the repository is not there any more: a test takes a while
 */
export async function saveHost(
  tx: Tx,
  host: {
    repositoryId: string;
    name: string;
    state: HostState;
    problem: string | null;
    checkedAt: Date;
    asksForBecome: boolean | null;
    /** What it said of itself; null keeps what it said before. */
    facts: HostFacts | null;
    /** Somebody signed in. */
    isSeen: boolean;
    pinned: { knownHosts: string; fingerprints: readonly string[] } | null;
  },
): Promise<boolean> {
  const { repositoryId, name, pinned, facts, isSeen, ...tested } = host;
  const repositories = await tx.$queryRaw<unknown[]>`
    SELECT id FROM repository WHERE id = ${repositoryId}::uuid FOR KEY SHARE`;
  if (repositories.length === 0) return false;
  const pins =
    pinned === null
      ? {}
      : { knownHosts: pinned.knownHosts, fingerprints: [...pinned.fingerprints] };
  const known = {
    ...tested,
    ...pins,
    ...(facts === null ? {} : { facts: asJson(facts) }),
    ...(isSeen ? { lastSeenAt: host.checkedAt } : {}),
  };
  await tx.hostRecord.upsert({
    where: { repositoryId_name: { repositoryId, name } },
    create: { repositoryId, name, ...known },
    update: known,
  });
  return true;
}
