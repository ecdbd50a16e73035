"use client";

import { GitBranch, GitMerge, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useChangeStep } from "#components/lib/change-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Diff } from "#components/ui/diff.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { RepositoryChange } from "#server/contracts/change.ts";

/**
 * Files that are to change in a repository, and how far that has come: on a branch, applied, taken back. `onPut` asks
 * for the branch while there is no change yet.
 */
export function ChangePanel({
  title,
  description,
  diff,
  change,
  isPutting,
  onPut,
}: {
  readonly title: string;
  readonly description: string;
  /** Shown until there is a change. */
  readonly diff: string;
  readonly change: RepositoryChange | null;
  readonly isPutting: boolean;
  readonly onPut: () => void;
}) {
  const canManage = useMay("repository.manage");
  return (
    <Panel title={title} description={description}>
      <div className="space-y-3">
        {change === null ? null : <Progress change={change} />}
        {canManage ? (
          <div className="flex flex-wrap gap-2">
            {change === null ? (
              <PutButton isBusy={isPutting} onPress={onPut} />
            ) : (
              <NextStep change={change} />
            )}
          </div>
        ) : null}
        <Diff text={change?.diff ?? diff} label="The patch" />
      </div>
    </Panel>
  );
}

function PutButton({
  isBusy,
  onPress,
}: {
  readonly isBusy: boolean;
  readonly onPress: () => void;
}) {
  return (
    <Button variant="primary" icon={GitBranch} isBusy={isBusy} onClick={onPress}>
      Put on a branch
    </Button>
  );
}

/** How far the change has come, in a sentence, and why the last step failed if it did. */
function Progress({ change }: { readonly change: RepositoryChange }) {
  const { stage, branch, appliedCommit, revertedCommit, repositoryBranch, isRemote, problem } =
    change;
  const name = <code className="font-mono text-xs break-all">{branch}</code>;
  const said: Readonly<Record<RepositoryChange["stage"], ReactNode>> = {
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
  return (
    <>
      {said[stage] === null ? null : (
        <p role="status" className="text-sm text-ink-soft">
          {said[stage]}
        </p>
      )}
      {problem === null ? null : (
        <Notice tone="bad" title="That could not be done">
          {problem}
        </Notice>
      )}
    </>
  );
}

/** The button that the stage of a change allows. */
function NextStep({ change }: { readonly change: RepositoryChange }) {
  const { mutate, isPending } = useChangeStep(change.id);
  const { stage, pending, isRemote, repositoryBranch } = change;
  const isBusy = isPending || pending !== null;
  const press = (step: Parameters<typeof mutate>[0]) => mutate(step, { onError: toastError });
  if (stage === "none") return <PutButton isBusy={isBusy} onPress={() => press("put")} />;
  if (stage === "applied") {
    return (
      <Button icon={Undo2} isBusy={isBusy} onClick={() => press("revert")}>
        Take it back
      </Button>
    );
  }
  return (
    <Button variant="primary" icon={GitMerge} isBusy={isBusy} onClick={() => press("apply")}>
      {isRemote ? `Push to ${repositoryBranch}` : `Merge into ${repositoryBranch}`}
    </Button>
  );
}
