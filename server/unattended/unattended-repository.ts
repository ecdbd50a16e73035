import { z } from "zod";
import {
  startUnattendedBodySchema,
  type UnattendedResult,
  type UnattendedStatus,
  unattendedResultSchema,
  unattendedRunSchema,
  unattendedStatusSchema,
} from "#server/contracts/unattended.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";

const limitsSchema = startUnattendedBodySchema.omit({ requests: true });
type Limits = z.infer<typeof limitsSchema>;

/** A run as it is stored. */
export interface StoredUnattended extends Limits {
  readonly id: string;
  readonly conversationId: string;
  readonly personId: string;
  readonly startedBy: string;
  readonly status: UnattendedStatus;
  readonly requests: string[];
  readonly results: UnattendedResult[];
  readonly failuresInARow: number;
  readonly currentRequestId: string | null;
  readonly currentSince: Date | null;
  readonly notBefore: Date;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly stopReason: string | null;
}

export async function insertUnattended(
  tx: Tx,
  run: Pick<
    StoredUnattended,
    "id" | "conversationId" | "personId" | "startedBy" | "status" | "requests" | "notBefore"
  > & { readonly limits: Limits },
): Promise<void> {
  const { requests, limits, ...columns } = run;
  await tx.unattendedRun.create({
    data: { ...columns, requests: asJson(requests), limits: asJson(limits) },
  });
}

export async function findUnattended(db: Db, runId: string): Promise<StoredUnattended | null> {
  const row = await db.unattendedRun.findUnique({ where: { id: runId } });
  return row === null ? null : toRun(row);
}

/** Locks a run's row until the transaction ends and reads it as it is then. */
export async function lockUnattended(tx: Tx, runId: string): Promise<StoredUnattended | null> {
  await tx.$queryRaw`SELECT id FROM unattended_run WHERE id = ${runId}::uuid FOR UPDATE`;
  return findUnattended(tx, runId);
}

/** Newest first, those that follow `cursor`. */
export async function findUnattendedRuns(
  db: Db,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<StoredUnattended[]> {
  const rows = await db.unattendedRun.findMany({
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: limit,
    ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
  });
  return rows.map(toRun);
}

/** Ids of the runs in these statuses, oldest first, at most 20. */
export async function findUnattendedIn(
  db: Db,
  statuses: readonly UnattendedStatus[],
): Promise<string[]> {
  const rows = await db.unattendedRun.findMany({
    where: { status: { in: [...statuses] } },
    orderBy: { startedAt: "asc" },
    select: { id: true },
    take: 20,
  });
  return rows.map(({ id }) => id);
}

/** What of a run changes as it goes on. */
export type UnattendedPatch = Partial<
  Pick<
    StoredUnattended,
    | "results"
    | "failuresInARow"
    | "currentRequestId"
    | "currentSince"
    | "notBefore"
    | "endedAt"
    | "stopReason"
  >
>;

export async function updateUnattended(
  tx: Tx,
  runId: string,
  { results, ...columns }: UnattendedPatch,
): Promise<void> {
  await tx.unattendedRun.update({
    where: { id: runId },
    data: { ...columns, ...(results === undefined ? {} : { results: asJson(results) }) },
  });
}

/** Moves a run from one of `sources` to a status; false when it is in none of them. */
export async function transitionUnattended(
  tx: Tx,
  runId: string,
  move: { readonly sources: readonly UnattendedStatus[]; readonly to: UnattendedStatus },
): Promise<boolean> {
  const { count } = await tx.unattendedRun.updateMany({
    where: { id: runId, status: { in: [...move.sources] } },
    data: { status: move.to },
  });
  return count === 1;
}

type Row = NonNullable<Awaited<ReturnType<Db["unattendedRun"]["findUnique"]>>>;

function toRun({ limits, ...row }: Row): StoredUnattended {
  return {
    ...row,
    ...limitsSchema.parse(limits),
    status: unattendedStatusSchema.parse(row.status),
    requests: unattendedRunSchema.shape.requests.parse(row.requests),
    results: z.array(unattendedResultSchema).parse(row.results),
  };
}
