import { type Actor, actorSchema } from "#server/contracts/common.ts";
import {
  type ScaffoldResult,
  type ScaffoldValues,
  scaffoldResultSchema,
  scaffoldValuesSchema,
} from "#server/contracts/scaffold.ts";
import { type WorkStatus, workStatusSchema } from "#server/contracts/work.ts";
import { asJson, type Db, type Prisma, type Tx } from "#server/platform/prisma.ts";

/** Somebody's request for a playbook and role, as it is stored. */
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
  /** What the owner said of the service before it was written; null where nothing was. */
  readonly values: ScaffoldValues | null;
}

/** The scaffold that a new one comes from, and what is different. */
export type ScaffoldVersion = { readonly editedFromId: string } & (
  | { readonly draft: ScaffoldResult }
  | { readonly values: ScaffoldValues }
);

function toScaffold(row: Prisma.ScaffoldRequestGetPayload<object>): ScaffoldRow {
  const { leaseUntil: _lease, attempts: _attempts, ...rest } = row;
  return {
    ...rest,
    status: workStatusSchema.parse(row.status),
    actor: actorSchema.parse(row.actor),
    result: row.result === null ? null : scaffoldResultSchema.parse(row.result),
    draft: row.draft === null ? null : scaffoldResultSchema.parse(row.draft),
    values: row.values === null ? null : scaffoldValuesSchema.parse(row.values),
  };
}

/** Adds one that waits for a worker. A second one of the service that is live is a unique violation. */
export async function insertScaffold(
  tx: Tx,
  scaffold: Pick<ScaffoldRow, "repositoryId" | "asked" | "commit" | "treeId" | "actor">,
  version: ScaffoldVersion | null = null,
): Promise<string> {
  const status: WorkStatus = "waiting";
  const row = await tx.scaffoldRequest.create({
    data: {
      ...scaffold,
      ...(version === null ? {} : columnsOf(version)),
      actor: asJson(scaffold.actor),
      status,
    },
    select: { id: true },
  });
  return row.id;
}

function columnsOf(version: ScaffoldVersion) {
  const { editedFromId } = version;
  return "draft" in version
    ? { editedFromId, draft: asJson(version.draft) }
    : { editedFromId, values: asJson(version.values) };
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
