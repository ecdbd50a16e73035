import { type Actor, actorSchema } from "#server/contracts/common.ts";
import { type SuggestionReport, suggestionReportSchema } from "#server/contracts/review.ts";
import { type WorkStatus, workStatusSchema } from "#server/contracts/work.ts";
import { workStatuses } from "#server/lib/work-state.ts";
import { asJson, type Db, type Prisma, type Tx } from "#server/platform/prisma.ts";

/** A review as it is stored. */
export interface ReviewRow {
  readonly id: string;
  readonly repositoryId: string;
  readonly path: string;
  readonly commit: string;
  readonly treeId: string;
  readonly status: WorkStatus;
  readonly actor: Actor;
  readonly report: SuggestionReport | null;
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly changeId: string | null;
}

/** What a review is of. */
export type NewReview = Pick<ReviewRow, "repositoryId" | "path" | "commit" | "treeId" | "actor">;

function toReview(row: Prisma.PlaybookReviewGetPayload<object>): ReviewRow {
  const { result, leaseUntil: _lease, attempts: _attempts, ...rest } = row;
  return {
    ...rest,
    status: workStatusSchema.parse(row.status),
    actor: actorSchema.parse(row.actor),
    report: result === null ? null : suggestionReportSchema.parse(result),
  };
}

/** Adds a review that waits for a worker. A second one of the file that is live is a unique violation. */
export async function insertReview(tx: Tx, review: NewReview): Promise<string> {
  const status: WorkStatus = "waiting";
  const row = await tx.playbookReview.create({
    data: { ...review, actor: asJson(review.actor), status },
    select: { id: true },
  });
  return row.id;
}

export async function findReview(db: Db, reviewId: string): Promise<ReviewRow | null> {
  const row = await db.playbookReview.findUnique({ where: { id: reviewId } });
  return row === null ? null : toReview(row);
}

/** The newest review of a file, or null. */
export async function findNewestReview(
  db: Db,
  { repositoryId, path }: Pick<ReviewRow, "repositoryId" | "path">,
): Promise<ReviewRow | null> {
  const row = await db.playbookReview.findFirst({
    where: { repositoryId, path },
    orderBy: { createdAt: "desc" },
  });
  return row === null ? null : toReview(row);
}

/** Notes the change that a review's patch became; false where there is one already. */
export async function saveReviewChange(
  tx: Tx,
  reviewId: string,
  changeId: string,
): Promise<boolean> {
  const where = { id: reviewId, changeId: null };
  return (await tx.playbookReview.updateMany({ where, data: { changeId } })).count === 1;
}

/** Deletes reviews older than `before` that are over. What they changed stays on record. */
export async function deleteOldReviews(db: Db, before: Date): Promise<number> {
  const { count } = await db.playbookReview.deleteMany({
    where: { createdAt: { lt: before }, status: { notIn: [...workStatuses.live] } },
  });
  return count;
}
