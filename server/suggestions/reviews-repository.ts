import { type Actor, actorSchema } from "#server/contracts/common.ts";
import {
  type PatchStage,
  type PatchStep,
  patchStageSchema,
  patchStepSchema,
  type ReviewStatus,
  reviewStatusSchema,
  type SuggestionReport,
  suggestionReportSchema,
} from "#server/contracts/review.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { type ReviewEvent, reviewMachine, reviewStatuses } from "./domain/review-state.ts";

/** A review as it is stored. */
export interface ReviewRow {
  readonly id: string;
  readonly repositoryId: string;
  readonly path: string;
  readonly commit: string;
  readonly treeId: string;
  readonly status: ReviewStatus;
  readonly actor: Actor;
  readonly attempts: number;
  readonly report: SuggestionReport | null;
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly stage: PatchStage;
  readonly pending: PatchStep | null;
  readonly patchProblem: string | null;
  readonly branch: string | null;
  readonly diff: string | null;
  readonly appliedCommit: string | null;
  readonly revertedCommit: string | null;
}

/** What a review is of. */
export type NewReview = Pick<ReviewRow, "repositoryId" | "path" | "commit" | "treeId" | "actor">;

function toReview(row: Prisma.PlaybookReviewGetPayload<object>): ReviewRow {
  return {
    ...row,
    status: reviewStatusSchema.parse(row.status),
    actor: actorSchema.parse(row.actor),
    report: row.report === null ? null : suggestionReportSchema.parse(row.report),
    stage: patchStageSchema.parse(row.stage),
    pending: patchStepSchema.nullable().parse(row.pending),
  };
}

/** Adds a review that waits for a worker. A second one of the file that is live is a unique violation. */
export async function insertReview(tx: Tx, review: NewReview): Promise<string> {
  const status: ReviewStatus = "waiting";
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

/** Takes the row for this transaction. */
export async function lockReview(tx: Tx, reviewId: string): Promise<ReviewRow | null> {
  await tx.$queryRaw`SELECT id FROM playbook_review WHERE id = ${reviewId}::uuid FOR UPDATE`;
  return findReview(tx, reviewId);
}

/**
 * Takes a review for this worker: one that waits, or runs under a lease that lapsed. The new number of attempts is its
 * fence.
 *
 * @returns null when somebody has it, or it is over
 */
export async function claimReview(
  db: Db,
  reviewId: string,
  leaseSeconds: number,
): Promise<ReviewRow | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    UPDATE playbook_review SET status = ${reviewMachine.next("waiting", "start")}, attempts = attempts + 1,
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    WHERE id = ${reviewId}::uuid AND (status IN (${Prisma.join(reviewMachine.sources("start"))})
      OR (status IN (${Prisma.join(reviewMachine.sources("resume"))}) AND lease_until < now()))
    RETURNING id`;
  return row === undefined ? null : findReview(db, row.id);
}

/** Ends a review that this worker has, or gives it back; false when it is another's by now, or over. */
export async function endReview(
  db: Db,
  { id, attempts, status }: Pick<ReviewRow, "id" | "attempts" | "status">,
  event: Extract<ReviewEvent, "finish" | "fail">,
  end: {
    readonly report?: SuggestionReport;
    readonly problem?: string;
    readonly finishedAt: Date;
  },
): Promise<boolean> {
  const { count } = await db.playbookReview.updateMany({
    where: { id, attempts, status },
    data: {
      status: reviewMachine.next(status, event),
      finishedAt: end.finishedAt,
      problem: end.problem ?? null,
      ...(end.report === undefined ? {} : { report: asJson(end.report) }),
    },
  });
  return count === 1;
}

/** Lets another worker have a review at once. */
export async function releaseReview(
  db: Db,
  { id, attempts }: Pick<ReviewRow, "id" | "attempts">,
): Promise<void> {
  await db.playbookReview.updateMany({
    where: { id, attempts, status: { in: reviewMachine.sources("resume") } },
    data: { leaseUntil: new Date(0) },
  });
}

/**
 * Notes what a person wants done with the patch; a worker may have it at once. The row is held by this transaction.
 */
export async function askPatchStep(
  tx: Tx,
  reviewId: string,
  patch: Partial<Pick<ReviewRow, "branch" | "diff">> & { readonly pending: PatchStep },
): Promise<void> {
  const data = { ...patch, patchProblem: null, leaseUntil: new Date() };
  await tx.playbookReview.update({ where: { id: reviewId }, data });
}

/** Takes what is pending for this worker; null when somebody has it, or nothing is. */
export async function claimPatchStep(
  db: Db,
  reviewId: string,
  leaseSeconds: number,
): Promise<(ReviewRow & { readonly pending: PatchStep }) | null> {
  const claimed = await db.$executeRaw`
    UPDATE playbook_review SET lease_until = now() + make_interval(secs => ${leaseSeconds})
    WHERE id = ${reviewId}::uuid AND pending IS NOT NULL AND lease_until <= now()`;
  const review = claimed === 0 ? null : await findReview(db, reviewId);
  const pending = review?.pending ?? null;
  return review === null || pending === null ? null : { ...review, pending };
}

/** Notes how a step ended; false when somebody else did. */
export async function endPatchStep(
  tx: Tx,
  { id, pending }: { readonly id: string; readonly pending: PatchStep },
  end: Partial<Pick<ReviewRow, "stage" | "patchProblem" | "appliedCommit" | "revertedCommit">>,
): Promise<boolean> {
  const data = { ...end, pending: null };
  return (await tx.playbookReview.updateMany({ where: { id, pending }, data })).count === 1;
}

/** Reviews that wait, run or have something pending, and that nobody attends to for at least so long. */
export async function findUnattended(
  db: Db,
  seconds: number,
): Promise<{ readonly id: string; readonly isPending: boolean }[]> {
  return db.$queryRaw`
    SELECT id, pending IS NOT NULL AS "isPending" FROM playbook_review
    WHERE (pending IS NOT NULL OR status IN (${Prisma.join([...reviewStatuses.live])}))
      AND coalesce(lease_until, created_at) < now() - make_interval(secs => ${seconds})
    LIMIT 100`;
}

/** Deletes reviews older than `before` that are over, those whose patch is in use left out. */
export async function deleteOldReviews(db: Db, before: Date): Promise<number> {
  const { count } = await db.playbookReview.deleteMany({
    where: {
      createdAt: { lt: before },
      status: { notIn: [...reviewStatuses.live] },
      stage: { not: "applied" satisfies PatchStage },
    },
  });
  return count;
}
