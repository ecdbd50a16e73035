import { z } from "zod";
import type { Db, Tx } from "#server/platform/prisma.ts";

/** What is known of a host beyond the inventory. */
export interface StoredHost {
  readonly repositoryId: string;
  readonly name: string;
  readonly reachable: boolean | null;
  readonly problem: string | null;
  /** Lines of a known_hosts file. */
  readonly knownHosts: string;
  readonly fingerprints: readonly string[];
  readonly checkedAt: string | null;
}

/** Every host that was tested. */
export async function findHosts(db: Db): Promise<StoredHost[]> {
  const rows = await db.hostRecord.findMany();
  return rows.map((row) => ({
    repositoryId: row.repositoryId,
    name: row.name,
    reachable: row.reachable,
    problem: row.problem,
    knownHosts: row.knownHosts,
    fingerprints: z.array(z.string()).parse(row.fingerprints),
    checkedAt: row.checkedAt?.toISOString() ?? null,
  }));
}

/** Stores the outcome of a test; pinned keys are kept unless new ones are given. */
export async function saveHost(
  tx: Tx,
  host: {
    repositoryId: string;
    name: string;
    reachable: boolean;
    problem: string | null;
    checkedAt: Date;
    pinned: { knownHosts: string; fingerprints: readonly string[] } | null;
  },
): Promise<void> {
  const { repositoryId, name, pinned, ...state } = host;
  const pins =
    pinned === null
      ? {}
      : { knownHosts: pinned.knownHosts, fingerprints: [...pinned.fingerprints] };
  await tx.hostRecord.upsert({
    where: { repositoryId_name: { repositoryId, name } },
    create: { repositoryId, name, ...state, ...pins },
    update: { ...state, ...pins },
  });
}
