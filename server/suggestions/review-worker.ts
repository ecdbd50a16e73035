import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import { claimReview, endReview, type ReviewRow, releaseReview } from "./reviews-repository.ts";
import type { SuggestionsService } from "./suggestions-service.ts";

/** Longer than any look takes: its programs have their own limits. */
const leaseSeconds = 900;
const maxAttempts = 3;

/** Takes a review from its job to its end. */
export class ReviewWorker {
  private readonly deps: {
    readonly db: Database;
    readonly clock: Clock;
    readonly log: Logger;
    readonly catalog: Pick<CatalogService, "reviewSource" | "treePath">;
    readonly execution: Pick<ExecutionService, "pastOutcomes">;
    readonly suggestions: SuggestionsService;
  };
  private readonly stop = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(deps: ReviewWorker["deps"]) {
    this.deps = deps;
  }

  /** Makes a review unless somebody else has it or it is over. */
  async run(reviewId: string): Promise<void> {
    if (this.stop.signal.aborted) return;
    const review = await claimReview(this.deps.db, reviewId, leaseSeconds);
    if (review === null) return;
    const done = this.attempt(review);
    this.underWay.add(done);
    await done.finally(() => this.underWay.delete(done));
  }

  /** Ends what runs here; it is begun anew by whoever comes next. */
  async close(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled(this.underWay);
  }

  private async attempt(review: ReviewRow): Promise<void> {
    const { db, clock, log, catalog, execution, suggestions } = this.deps;
    const fail = (problem: string) =>
      endReview(db, review, "fail", { problem, finishedAt: clock.now() });
    if (review.attempts > maxAttempts) {
      await fail(
        "It was interrupted several times. Check the memory of this machine, then ask again.",
      );
      return;
    }
    try {
      const { contentDirs } = await catalog.reviewSource(review.repositoryId);
      const outcomes = await execution.pastOutcomes(review);
      const report = await suggestions.suggest({
        treePath: await catalog.treePath(review.treeId, review.repositoryId),
        ...{ path: review.path, contentDirs, outcomes, signal: this.stop.signal },
      });
      await endReview(db, review, "finish", { report, finishedAt: clock.now() });
    } catch (error) {
      if (this.stop.signal.aborted) return releaseReview(db, review);
      log.warn({ err: error, reviewId: review.id }, "review failed");
      await fail(isAppError(error) ? error.message : "Something went wrong here. Ask again.");
    }
  }
}
