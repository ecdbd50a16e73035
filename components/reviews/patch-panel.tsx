"use client";

import { GitBranch, GitMerge, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { usePatchStep } from "#components/lib/mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Diff } from "#components/ui/diff.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { PatchStep, Review } from "#server/contracts/review.ts";

/** Everything mechanical in one patch, and its way: on a branch, applied, taken back. */
export function PatchPanel({
  review,
  report,
}: {
  readonly review: Review;
  readonly report: NonNullable<Review["report"]>;
}) {
  const text = review.diff ?? report.patch?.diff ?? null;
  if (text === null) return null;
  return (
    <Panel title="Patch" description={provenText(review, report)}>
      <div className="space-y-3">
        <Progress review={review} />
        {review.patchProblem === null ? null : (
          <Notice tone="bad" title="That could not be done">
            {review.patchProblem}
          </Notice>
        )}
        <PatchSteps review={review} />
        <Diff text={text} label="The patch" />
      </div>
    </Panel>
  );
}

/** What is proven of the patch that is shown: of a single fix only that it mends what it says. */
function provenText({ diff }: Review, { patch }: NonNullable<Review["report"]>): string {
  if (patch === null || (diff !== null && diff !== patch.diff))
    return "Proven: the finding is gone and no other is new, the syntax check passes, and the same tasks are listed.";
  const { fixes, proven } = patch;
  const mended = fixes === 1 ? "1 suggestion" : `${fixes} suggestions`;
  return `Mends ${mended}. Proven: ${proven.findingsBefore} findings before, ${proven.findingsAfter} after; the syntax check passes, and the same tasks are listed.`;
}

/** How far the patch has come, in a sentence. */
function Progress({ review }: { readonly review: Review }) {
  const { stage, branch, appliedCommit, revertedCommit, repositoryBranch, isRemote } = review;
  const name = <code className="font-mono text-xs break-all">{branch}</code>;
  const said: Readonly<Record<Review["stage"], ReactNode>> = {
    none: null,
    on_branch: isRemote ? (
      <>Pushed as {name}. Open a merge request where the repository lives, or apply it here.</>
    ) : (
      <>On branch {name}. Look at it there with git, or apply it here.</>
    ),
    applied: (
      <>
        Applied to {repositoryBranch} as {appliedCommit?.slice(0, 8)}. Plans are made with it from
        now on.
      </>
    ),
    reverted: (
      <>
        Taken back from {repositoryBranch} as {revertedCommit?.slice(0, 8)}. {name} is still there.
      </>
    ),
  };
  const text = said[stage];
  return text === null ? null : (
    <p role="status" className="text-sm text-ink-soft">
      {text}
    </p>
  );
}

/** The buttons that its stage allows. */
function PatchSteps({ review }: { readonly review: Review }) {
  const canManage = useMay("repository.manage");
  const { mutate, isPending } = usePatchStep(review.id);
  if (!canManage) return null;
  const { stage, pending, isRemote, repositoryBranch } = review;
  const press = (step: Parameters<typeof mutate>[0]) => mutate(step, { onError: toastError });
  const isBusy = isPending || pending !== null;
  const apply = isRemote ? `Push to ${repositoryBranch}` : `Merge into ${repositoryBranch}`;
  const buttons: Readonly<Record<PatchStep, ReactNode>> = {
    put: (
      <Button
        variant="primary"
        icon={GitBranch}
        isBusy={isBusy}
        onClick={() => press({ put: null })}
      >
        Put on a branch
      </Button>
    ),
    apply: (
      <Button variant="primary" icon={GitMerge} isBusy={isBusy} onClick={() => press("apply")}>
        {apply}
      </Button>
    ),
    revert: (
      <Button icon={Undo2} isBusy={isBusy} onClick={() => press("revert")}>
        Take it back
      </Button>
    ),
  };
  const next = { none: "put", on_branch: "apply", applied: "revert", reverted: "apply" } as const;
  return <div className="flex flex-wrap gap-2">{buttons[next[stage]]}</div>;
}
