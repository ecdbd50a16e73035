import path from "node:path";
import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService, ReviewSource } from "#server/catalog/catalog-service.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type {
  branchBodySchema,
  PatchStep,
  Review,
  startReviewBodySchema,
} from "#server/contracts/review.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { required } from "#server/lib/assert.ts";
import type { Clock } from "#server/platform/clock.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, isUniqueViolation } from "#server/platform/prisma.ts";
import { patchMachine, reviewStatuses } from "./domain/review-state.ts";
import { PatchWorker } from "./patch-worker.ts";
import { ReviewWorker } from "./review-worker.ts";
import {
  askPatchStep,
  deleteOldReviews,
  findNewestReview,
  findReview,
  findUnattended,
  insertReview,
  lockReview,
  type ReviewRow,
} from "./reviews-repository.ts";
import type { SuggestionsService } from "./suggestions-service.ts";

const unattendedSeconds = 5;
const keptDays = 90;

/** Looks at playbooks that people asked for, and what they do with the patches. */
export class ReviewsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly catalog: Pick<
      CatalogService,
      "reviewSource" | "treePath" | "readFile" | "putOnBranch" | "commitEdit"
    >;
    readonly execution: Pick<ExecutionService, "pastOutcomes">;
    readonly suggestions: SuggestionsService;
  };
  private readonly worker: ReviewWorker;
  private readonly patches: PatchWorker;

  constructor(deps: ReviewsService["deps"]) {
    this.deps = deps;
    this.worker = new ReviewWorker(deps);
    this.patches = new PatchWorker(deps);
  }

  /**
   * Has a file looked at as the last scan found it. While a look is under way, or where the newest is of the same
   * content, it is that one, unless another is asked for.
   *
   * @throws not_found, invalid_state
   */
  async start(
    principal: Principal,
    repositoryId: string,
    { path: file, again }: z.infer<typeof startReviewBodySchema>,
  ): Promise<Review> {
    const { db, catalog } = this.deps;
    const source = await catalog.reviewSource(repositoryId);
    const newest = await findNewestReview(db, { repositoryId, path: file });
    if (newest !== null && isStillGood(newest, source, again)) return toView(newest, source);
    try {
      const reviewId = await this.record(principal, { repositoryId, path: file, source });
      return await this.view(reviewId);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const theirs = await findNewestReview(db, { repositoryId, path: file });
    return toView(required(theirs, "the review that is under way"), source);
  }

  private record(
    principal: Principal,
    {
      repositoryId,
      path: file,
      source,
    }: { readonly repositoryId: string; readonly path: string; readonly source: ReviewSource },
  ): Promise<string> {
    const actor = actorOf(principal);
    const { commit, treeId, name } = source;
    return inTransaction(this.deps.db, async (tx) => {
      const reviewId = await insertReview(tx, { repositoryId, path: file, commit, treeId, actor });
      await this.deps.audit.record(tx, {
        type: "review.asked",
        actor,
        facts: { reviewId, repositoryId, name, path: file, commit },
      });
      await enqueue(tx, [{ name: "review.make", reviewId }]);
      return reviewId;
    });
  }

  /** @throws not_found */
  async view(reviewId: string): Promise<Review> {
    const review = await findReview(this.deps.db, reviewId);
    if (review === null) throw new AppError("not_found", { message: gone });
    return toView(review, await this.deps.catalog.reviewSource(review.repositoryId));
  }

  /**
   * Has a patch put on a branch of the repository, on top of the commit that was looked at: everything that is proven
   * together, or one suggestion's.
   *
   * @throws not_found, invalid_state
   */
  putOnBranch(
    principal: Principal,
    reviewId: string,
    { suggestion }: z.infer<typeof branchBodySchema>,
  ): Promise<Review> {
    return this.ask(principal, reviewId, "put", ({ id, path: file, report }) => {
      const one = suggestion === null ? null : report?.suggestions[suggestion];
      const diff = (suggestion === null ? report?.patch?.diff : one?.patch) ?? null;
      if (diff === null)
        throw new AppError("invalid_state", { message: "There is no patch for that." });
      return { diff, branch: `chiffon/suggest-${stemOf(file)}-${id.slice(0, 8)}` };
    });
  }

  /** Has the patch committed onto the branch that plans are made from. @throws not_found, invalid_state */
  apply(principal: Principal, reviewId: string): Promise<Review> {
    return this.ask(principal, reviewId, "apply");
  }

  /** Has the patch taken out again, by a commit. @throws not_found, invalid_state */
  revert(principal: Principal, reviewId: string): Promise<Review> {
    return this.ask(principal, reviewId, "revert");
  }

  private async ask(
    principal: Principal,
    reviewId: string,
    step: PatchStep,
    choose: (review: ReviewRow) => Partial<Pick<ReviewRow, "branch" | "diff">> = () => ({}),
  ): Promise<Review> {
    const actor = actorOf(principal);
    await inTransaction(this.deps.db, async (tx) => {
      const review = await lockReview(tx, reviewId);
      if (review === null) throw new AppError("not_found", { message: gone });
      if (review.pending === step) return;
      if (review.pending !== null || !patchMachine.can(review.stage, step))
        throw new AppError("invalid_state", { message: inTheWay[review.stage] });
      await askPatchStep(tx, reviewId, { ...choose(review), pending: step });
      const { repositoryId, path: file } = review;
      const facts = { reviewId, repositoryId, path: file, step };
      await this.deps.audit.record(tx, { type: "review.patch_asked", actor, facts });
      await enqueue(tx, [{ name: "review.patch", reviewId }]);
    });
    return this.view(reviewId);
  }

  /** Job `review.make`. Idempotent: one worker at a time, over once is over. */
  run(reviewId: string): Promise<void> {
    return this.worker.run(reviewId);
  }

  /** Job `review.patch`. Idempotent, as {@link ReviewsService.run}. */
  runPatch(reviewId: string): Promise<void> {
    return this.patches.run(reviewId);
  }

  /** Nudges reviews that nobody attends to: their job was lost, or their worker died. */
  async sweep(): Promise<void> {
    const stuck = await findUnattended(this.deps.db, unattendedSeconds);
    if (stuck.length === 0) return;
    await inTransaction(this.deps.db, (tx) =>
      enqueue(
        tx,
        stuck.map(({ id, isPending }) => ({
          name: isPending ? "review.patch" : "review.make",
          reviewId: id,
        })),
      ),
    );
  }

  /** Deletes what was looked at long ago. */
  prune(): Promise<number> {
    const { db, clock } = this.deps;
    return deleteOldReviews(db, new Date(clock.now().getTime() - keptDays * 86_400_000));
  }

  /** Stops what runs here; another worker, or the next start, takes it up. */
  close(): Promise<void> {
    return this.worker.close();
  }
}

const gone = "That review is not kept any more.";

const inTheWay: Readonly<Record<ReviewRow["stage"], string>> = {
  none: "There is no branch with the patch yet.",
  on_branch: "The patch is on its branch already.",
  applied: "The patch is applied already.",
  reverted: "The patch was taken back already.",
};

function isStillGood(review: ReviewRow, source: ReviewSource, again: boolean): boolean {
  if (reviewStatuses.live.includes(review.status)) return true;
  return !again && review.status === "done" && review.treeId === source.treeId;
}

/** The name of a file without its end, as a branch may hold it. */
function stemOf(file: string): string {
  const stem = path.basename(file).replace(/\.ya?ml$/i, "");
  return (
    stem
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 40) || "file"
  );
}

function toView(review: ReviewRow, { name, branch, isRemote }: ReviewSource): Review {
  const { actor, createdAt, finishedAt, treeId, attempts, ...rest } = review;
  return {
    ...rest,
    repositoryName: name,
    repositoryBranch: branch,
    isRemote,
    askedBy: actor.name,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
