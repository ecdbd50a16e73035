import { type Actor, actorSchema } from "#server/contracts/common.ts";
import { type ScaffoldResult, scaffoldResultSchema } from "#server/contracts/scaffold.ts";
import { type WorkStatus, workStatusSchema } from "#server/contracts/work.ts";
import { asJson, type Db, type Prisma, type Tx } from "#server/platform/prisma.ts";

/** Somebody's wish for a playbook and role, as it is stored. */
export interface ScaffoldRow {
  readonly id: string;
  readonly repositoryId: string;
  readonly asked: string;
  readonly commit: string;
  readonly treeId: string;
  readonly status: WorkStatus;
  readonly actor: Actor;
  readonly result: ScaffoldResult | null;
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly changeId: string | null;
  readonly editedFromId: string | null;
  /** What a person edited, to be checked; null where it is to be written. */
  readonly draft: ScaffoldResult | null;
}

function toScaffold(row: Prisma.ScaffoldRequestGetPayload<object>): ScaffoldRow {
  const { leaseUntil: _lease, attempts: _attempts, ...rest } = row;
  return {
    ...rest,
    status: workStatusSchema.parse(row.status),
    actor: actorSchema.parse(row.actor),
    result: row.result === null ? null : scaffoldResultSchema.parse(row.result),
    draft: row.draft === null ? null : scaffoldResultSchema.parse(row.draft),
  };
}

/** Adds one that waits for a worker. A second one of the service that is live is a unique violation. */
export async function insertScaffold(
  tx: Tx,
  scaffold: Pick<ScaffoldRow, "repositoryId" | "asked" | "commit" | "treeId" | "actor">,
  edited: { readonly editedFromId: string; readonly draft: ScaffoldResult } | null = null,
): Promise<string> {
  const status: WorkStatus = "waiting";
  const edit =
    edited === null ? {} : { editedFromId: edited.editedFromId, draft: asJson(edited.draft) };
  const row = await tx.scaffoldRequest.create({
    data: { ...scaffold, ...edit, actor: asJson(scaffold.actor), status },
    select: { id: true },
  });
  return row.id;
}

export async function findScaffold(db: Db, scaffoldId: string): Promise<ScaffoldRow | null> {
  const row = await db.scaffoldRequest.findUnique({ where: { id: scaffoldId } });
  return row === null ? null : toScaffold(row);
}

/** The newest one of a service in a repository, or null. */
export async function findNewestScaffold(
  db: Db,
  { repositoryId, asked }: Pick<ScaffoldRow, "repositoryId" | "asked">,
): Promise<ScaffoldRow | null> {
  const row = await db.scaffoldRequest.findFirst({
    where: { repositoryId, asked },
    orderBy: { createdAt: "desc" },
  });
  return row === null ? null : toScaffold(row);
}

/** Notes the change that the files became; false where there is one already. */
export async function saveScaffoldChange(
  tx: Tx,
  scaffoldId: string,
  changeId: string,
): Promise<boolean> {
  const where = { id: scaffoldId, changeId: null };
  return (await tx.scaffoldRequest.updateMany({ where, data: { changeId } })).count === 1;
}
