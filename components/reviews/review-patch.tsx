"use client";

import { ChangePanel } from "#components/changes/change-panel.tsx";
import { usePutReviewOnBranch } from "#components/lib/change-mutations.ts";
import { toastError } from "#components/ui/toast.tsx";
import type { Review } from "#server/contracts/review.ts";

/** Everything mechanical in one patch, or the one fix that was chosen, and what becomes of it. */
export function ReviewPatch({
  review,
  report,
}: {
  readonly review: Review;
  readonly report: NonNullable<Review["report"]>;
}) {
  const { mutate, isPending } = usePutReviewOnBranch(review.id);
  const { change } = review;
  const { patch } = report;
  if (patch === null && change === null) return null;
  return (
    <ChangePanel
      title="Patch"
      description={provenText(review, patch)}
      diff={patch?.diff ?? ""}
      change={change}
      isPutting={isPending}
      onPut={() => mutate(null, { onError: toastError })}
    />
  );
}

/** What is proven of the patch that is shown: of a single fix only that it mends what it says. */
function provenText({ change }: Review, patch: NonNullable<Review["report"]>["patch"]): string {
  if (patch === null || (change !== null && change.diff !== patch.diff))
    return "Proven: the finding is gone and no other is new, the syntax check passes, and the same tasks are listed.";
  const { fixes, proven } = patch;
  const mended = fixes === 1 ? "1 suggestion" : `${fixes} suggestions`;
  return `Mends ${mended}. Proven: ${proven.findingsBefore} findings before, ${proven.findingsAfter} after; the syntax check passes, and the same tasks are listed.`;
}
