import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService, FileEdit } from "#server/catalog/catalog-service.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { patchMachine } from "./domain/review-state.ts";
import { claimPatchStep, endPatchStep } from "./reviews-repository.ts";
import { withDiff } from "./unified-diff.ts";

type PendingReview = NonNullable<Awaited<ReturnType<typeof claimPatchStep>>>;

/** Longer than any push takes. */
const leaseSeconds = 180;

/** Does with a patch what a person asked for. Each step finds what it has done before, so that a crash costs nothing. */
export class PatchWorker {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly log: Logger;
    readonly catalog: Pick<CatalogService, "readFile" | "putOnBranch" | "commitEdit">;
  };

  constructor(deps: PatchWorker["deps"]) {
    this.deps = deps;
  }

  /** Does what is pending of a review unless somebody else has it. */
  async run(reviewId: string): Promise<void> {
    const review = await claimPatchStep(this.deps.db, reviewId, leaseSeconds);
    if (review === null) return;
    try {
      await this.finish(review, await this.step(review));
    } catch (error) {
      this.deps.log.warn({ err: error, reviewId }, "patch could not be used");
      const problem = isAppError(error) ? error.message : "Something went wrong here. Try again.";
      await this.fail(review, problem);
    }
  }

  /** @returns the commit that holds the outcome */
  private async step(review: PendingReview): Promise<string> {
    const { catalog } = this.deps;
    const { repositoryId, commit: base, branch, pending } = review;
    const edit = await this.editOf(review);
    if (pending === "put")
      return catalog.putOnBranch(repositoryId, { branch: branch ?? "", base, edit });
    return catalog.commitEdit(repositoryId, pending === "apply" ? edit : undone(edit));
  }

  private async editOf({ repositoryId, path, commit, diff, actor }: PendingReview) {
    const before = await this.deps.catalog.readFile(repositoryId, commit, path);
    const after = before === null || diff === null ? null : withDiff(before, diff);
    if (before === null || after === null)
      throw new AppError("invalid_state", {
        message: "What was looked at is gone. Ask for suggestions again.",
      });
    const message = `Suggestions for ${path}\n\nAsked for by ${actor.name} in Chiffon, after lint, syntax check and list of tasks.\n`;
    return { path, before, after, message };
  }

  private async finish(review: PendingReview, commit: string): Promise<void> {
    const { id, repositoryId, path, pending, stage, actor } = review;
    const made = {
      put: {},
      apply: { appliedCommit: commit, revertedCommit: null },
      revert: { revertedCommit: commit },
    }[pending];
    await inTransaction(this.deps.db, async (tx) => {
      const next = patchMachine.next(stage, pending);
      if (!(await endPatchStep(tx, review, { ...made, stage: next }))) return;
      const facts = { reviewId: id, repositoryId, path, step: pending, commit };
      await this.deps.audit.record(tx, { type: "review.patched", actor, facts });
      if (pending !== "put") await enqueue(tx, [{ name: "repository.scan", repositoryId }]);
    });
  }

  private async fail(review: PendingReview, patchProblem: string): Promise<void> {
    const { id, repositoryId, path, pending, actor } = review;
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await endPatchStep(tx, review, { patchProblem }))) return;
      const facts = { reviewId: id, repositoryId, path, step: pending };
      await this.deps.audit.record(tx, { type: "review.patch_failed", actor, facts });
    });
  }
}

function undone({ path, before, after }: FileEdit): FileEdit {
  const message = `Take back the suggestions for ${path}\n\nAsked for in Chiffon.\n`;
  return { path, before: after, after: before, message };
}
