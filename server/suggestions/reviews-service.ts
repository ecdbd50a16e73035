import path from "node:path";
import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService, PlaybookSource } from "#server/catalog/catalog-service.ts";
import type { ChangesService } from "#server/changes/changes-service.ts";
import type { FileEdit } from "#server/contracts/change.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type {
  branchBodySchema,
  Review,
  SuggestionReport,
  startReviewBodySchema,
} from "#server/contracts/review.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { required } from "#server/lib/assert.ts";
import { workStatuses } from "#server/lib/work-state.ts";
import type { Clock } from "#server/platform/clock.ts";
import { LeasedWorker } from "#server/platform/leased-worker.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, isUniqueViolation } from "#server/platform/prisma.ts";
import { withDiff } from "#server/platform/unified-diff.ts";
import {
  deleteOldReviews,
  findNewestReview,
  findReview,
  insertReview,
  type ReviewRow,
  saveReviewChange,
} from "./reviews-repository.ts";
import type { SuggestionsService } from "./suggestions-service.ts";

/** Longer than any look takes: its programs have their own limits. */
const leaseSeconds = 900;
const unattendedSeconds = 5;
const keptDays = 90;

/** Looks at playbooks that people asked for, and what they do with the patches. */
export class ReviewsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly catalog: Pick<CatalogService, "playbookSource" | "treePath" | "readFile">;
    readonly changes: Pick<ChangesService, "propose" | "put" | "view">;
    readonly execution: Pick<ExecutionService, "pastOutcomes">;
    readonly suggestions: SuggestionsService;
  };
  private readonly worker: LeasedWorker<ReviewRow>;

  constructor(deps: ReviewsService["deps"]) {
    this.deps = deps;
    this.worker = new LeasedWorker({
      ...deps,
      ...{ table: "playbook_review", leaseSeconds },
      find: (reviewId: string) => findReview(deps.db, reviewId),
      make: (review: ReviewRow, signal: AbortSignal) => this.look(review, signal),
    });
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
    const source = await catalog.playbookSource(repositoryId);
    const newest = await findNewestReview(db, { repositoryId, path: file });
    if (newest !== null && isStillGood(newest, source, again)) return this.toView(newest);
    try {
      const reviewId = await this.record(principal, { repositoryId, path: file, source });
      return await this.view(reviewId);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const theirs = await findNewestReview(db, { repositoryId, path: file });
    return this.toView(required(theirs, "the review that is under way"));
  }

  private record(
    principal: Principal,
    {
      repositoryId,
      path: file,
      source,
    }: { readonly repositoryId: string; readonly path: string; readonly source: PlaybookSource },
  ): Promise<string> {
    const actor = actorOf(principal);
    const { commit, treeId, name } = source;
    return inTransaction(this.deps.db, async (tx) => {
      const reviewId = await insertReview(tx, { repositoryId, path: file, commit, treeId, actor });
      await this.deps.audit.record(tx, {
        type: "review.asked",
        actor,
        facts: { reviewId, repositoryId, name, commit },
        text: file,
      });
      await enqueue(tx, [{ name: "review.make", reviewId }]);
      return reviewId;
    });
  }

  /** @throws not_found */
  async view(reviewId: string): Promise<Review> {
    const review = await findReview(this.deps.db, reviewId);
    if (review === null) throw new AppError("not_found", { message: gone });
    return this.toView(review);
  }

  private async toView(review: ReviewRow): Promise<Review> {
    const { catalog, changes } = this.deps;
    const { actor, createdAt, finishedAt, treeId: _tree, changeId, ...rest } = review;
    const { name } = await catalog.playbookSource(review.repositoryId);
    return {
      ...rest,
      repositoryName: name,
      askedBy: actor.name,
      createdAt: createdAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      change: changeId === null ? null : await changes.view(changeId),
    };
  }

  /**
   * Has a patch put on a branch of the repository, on top of the commit that was looked at: everything that is proven
   * together, or one suggestion's. Asked again, it is the same change.
   *
   * @throws not_found, invalid_state
   */
  async putOnBranch(
    principal: Principal,
    reviewId: string,
    { suggestion }: z.infer<typeof branchBodySchema>,
  ): Promise<Review> {
    const { db, changes } = this.deps;
    const review = await findReview(db, reviewId);
    if (review === null) throw new AppError("not_found", { message: gone });
    if (review.changeId !== null) {
      await changes.put(principal, review.changeId);
      return this.view(reviewId);
    }
    const { repositoryId, commit } = review;
    const files = [await this.edit(review, suggestion)];
    const file = files[0]?.path ?? review.path;
    const change = { repositoryId, commit, title: `Suggestions for ${file}`, files };
    await inTransaction(db, async (tx) => {
      const branch = `chiffon/suggest-${stemOf(file)}`;
      const changeId = await changes.propose(tx, actorOf(principal), { ...change, branch });
      if (!(await saveReviewChange(tx, reviewId, changeId)))
        throw new AppError("invalid_state", { message: "It is being put on a branch already." });
    });
    return this.view(reviewId);
  }

  private async edit(review: ReviewRow, suggestion: number | null): Promise<FileEdit> {
    const { repositoryId, commit, report } = review;
    // Where a link was named, the file that it leads to.
    const file = report?.path ?? review.path;
    const one = suggestion === null ? null : report?.suggestions[suggestion];
    const diff = (suggestion === null ? report?.patch?.diff : one?.patch) ?? null;
    if (diff === null)
      throw new AppError("invalid_state", { message: "There is no patch for that." });
    const before = await this.deps.catalog.readFile(repositoryId, commit, file);
    const after = before === null ? null : withDiff(before, diff);
    if (after === null)
      throw new AppError("invalid_state", {
        message: "What was looked at is gone. Ask for suggestions again.",
      });
    return { path: file, before, after };
  }

  private async look(review: ReviewRow, signal: AbortSignal): Promise<SuggestionReport> {
    const { catalog, execution, suggestions } = this.deps;
    const { repositoryId, treeId, path: file } = review;
    const { contentDirs } = await catalog.playbookSource(repositoryId);
    const outcomes = await execution.pastOutcomes(review);
    const treePath = await catalog.treePath(treeId, repositoryId);
    return suggestions.suggest({ treePath, path: file, contentDirs, outcomes, signal });
  }

  /** Job `review.make`. Idempotent: one worker at a time, over once is over. */
  run(reviewId: string): Promise<void> {
    return this.worker.run(reviewId);
  }

  /** Nudges reviews that nobody attends to: their job was lost, or their worker died. */
  async sweep(): Promise<void> {
    const stuck = await this.worker.unattended(unattendedSeconds);
    if (stuck.length === 0) return;
    const jobs = stuck.map((reviewId) => ({ name: "review.make" as const, reviewId }));
    await inTransaction(this.deps.db, (tx) => enqueue(tx, jobs));
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

function isStillGood(review: ReviewRow, source: PlaybookSource, again: boolean): boolean {
  if (workStatuses.live.includes(review.status)) return true;
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
