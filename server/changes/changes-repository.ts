import { z } from "zod";
import {
  type ChangeStage,
  type ChangeStep,
  changeStageSchema,
  changeStepSchema,
  type FileEdit,
  fileEditSchema,
} from "#server/contracts/change.ts";
import { type Actor, actorSchema } from "#server/contracts/common.ts";
import { asJson, type Db, type Prisma, type Tx } from "#server/platform/prisma.ts";

/** A change as it is stored. */
export interface ChangeRow {
  readonly id: string;
  readonly repositoryId: string;
  /** The commit that the files were read at. */
  readonly commit: string;
  readonly title: string;
  readonly files: readonly FileEdit[];
  readonly branch: string;
  readonly actor: Actor;
  readonly createdAt: Date;
  readonly stage: ChangeStage;
  readonly pending: ChangeStep | null;
  readonly problem: string | null;
  readonly appliedCommit: string | null;
  readonly revertedCommit: string | null;
}

/** A change before anything was done with it. */
export type NewChange = Pick<
  ChangeRow,
  "id" | "repositoryId" | "commit" | "title" | "files" | "branch" | "actor"
>;

function toChange(row: Prisma.RepositoryChangeGetPayload<object>): ChangeRow {
  const { leaseUntil: _lease, ...rest } = row;
  return {
    ...rest,
    files: z.array(fileEditSchema).parse(row.files),
    actor: actorSchema.parse(row.actor),
    stage: changeStageSchema.parse(row.stage),
    pending: changeStepSchema.nullable().parse(row.pending),
  };
}

export async function insertChange(tx: Tx, change: NewChange): Promise<void> {
  const stage: ChangeStage = "none";
  await tx.repositoryChange.create({
    data: { ...change, files: asJson(change.files), actor: asJson(change.actor), stage },
  });
}

export async function findChange(db: Db, changeId: string): Promise<ChangeRow | null> {
  const row = await db.repositoryChange.findUnique({ where: { id: changeId } });
  return row === null ? null : toChange(row);
}

/** Takes the row for this transaction. */
export async function lockChange(tx: Tx, changeId: string): Promise<ChangeRow | null> {
  await tx.$queryRaw`SELECT id FROM repository_change WHERE id = ${changeId}::uuid FOR UPDATE`;
  return findChange(tx, changeId);
}

/** Notes what a person wants done; a worker may have it at once. The row is held by this transaction. */
export async function saveAsked(tx: Tx, changeId: string, pending: ChangeStep): Promise<void> {
  await tx.$executeRaw`
    UPDATE repository_change SET pending = ${pending}, problem = NULL, lease_until = now() WHERE id = ${changeId}::uuid`;
}

/** Takes what is pending for this worker; null when somebody has it, or nothing is. */
export async function claimChange(
  db: Db,
  changeId: string,
  leaseSeconds: number,
): Promise<(ChangeRow & { readonly pending: ChangeStep }) | null> {
  const claimed = await db.$executeRaw`
    UPDATE repository_change SET lease_until = now() + make_interval(secs => ${leaseSeconds})
    WHERE id = ${changeId}::uuid AND pending IS NOT NULL AND lease_until <= now()`;
  const change = claimed === 0 ? null : await findChange(db, changeId);
  const pending = change?.pending ?? null;
  return change === null || pending === null ? null : { ...change, pending };
}

/** Notes how a step ended; false when somebody else did. */
export async function saveEnded(
  tx: Tx,
  { id, pending }: { readonly id: string; readonly pending: ChangeStep },
  end: Partial<Pick<ChangeRow, "stage" | "problem" | "appliedCommit" | "revertedCommit">>,
): Promise<boolean> {
  const data = { ...end, pending: null };
  return (await tx.repositoryChange.updateMany({ where: { id, pending }, data })).count === 1;
}

/** Changes with something pending that nobody attends to for at least so long. */
export async function findUnattended(db: Db, seconds: number): Promise<string[]> {
  const before = new Date(Date.now() - seconds * 1_000);
  const rows = await db.repositoryChange.findMany({
    where: { pending: { not: null }, leaseUntil: { lt: before } },
    select: { id: true },
    take: 100,
  });
  return rows.map(({ id }) => id);
}
