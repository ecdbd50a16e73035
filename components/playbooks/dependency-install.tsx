"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useDecideDependencies } from "#components/lib/repository-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { DependencyInstall } from "#server/contracts/dependency.ts";
import { changeText, isUnderWay } from "./dependency-words.ts";
import { InstallLog } from "./install-log.tsx";

/** The newest press of *Install* or *Update*: how far it is, what it found, what went wrong and what to try. */
export function InstallState({
  repositoryId,
  install,
}: {
  readonly repositoryId: string;
  readonly install: DependencyInstall;
}) {
  const isLive = isUnderWay(install);
  return (
    <div className="space-y-2">
      {isLive ? <Progress install={install} /> : null}
      {install.status === "offered" ? (
        <Offer repositoryId={repositoryId} install={install} />
      ) : null}
      {install.problems.map(({ requirement, message, fix }) => (
        <Notice
          key={`${requirement}:${message}`}
          tone="bad"
          title={requirement === null ? message : `${requirement}: ${message}`}
        >
          {fix}
        </Notice>
      ))}
      <Output installId={install.id} isLive={isLive} />
    </div>
  );
}

function Progress({
  install: { kind, status, progress },
}: {
  readonly install: DependencyInstall;
}) {
  const { done, total, current } = progress;
  const verb = kind === "update" ? "Looking for updates" : "Installing";
  const text =
    status === "waiting" || total === 0
      ? `${verb}…`
      : `${verb}: ${done} of ${total}${current === null ? "" : `, now ${current}`}`;
  return (
    <div className="space-y-1">
      <p className="text-[0.8125rem] text-busy" role="status">
        {text}
      </p>
      <progress
        className="h-1.5 w-full accent-(--accent)"
        aria-label={verb}
        value={total === 0 ? undefined : done}
        max={total === 0 ? undefined : total}
      />
    </div>
  );
}

/** What an update found: it comes into use only when somebody says so. */
function Offer({
  repositoryId,
  install,
}: {
  readonly repositoryId: string;
  readonly install: DependencyInstall;
}) {
  const canManage = useMay("repository.manage");
  const decide = useDecideDependencies(repositoryId);
  const press = (decision: "use" | "keep") =>
    decide.mutate({ installId: install.id, decision }, { onError: toastError });
  return (
    <Notice
      tone="accent"
      title="The update is fetched and not in use yet"
      actions={
        canManage ? (
          <>
            <Button size="small" isBusy={decide.isPending} onClick={() => press("keep")}>
              Keep what is in use
            </Button>
            <Button
              size="small"
              variant="primary"
              isBusy={decide.isPending}
              onClick={() => press("use")}
            >
              Use the update
            </Button>
          </>
        ) : null
      }
    >
      <ul className="mt-1 list-disc pl-5">
        {install.changes.map((change) => (
          <li key={`${change.kind} ${change.name}`}>{changeText(change)}</li>
        ))}
      </ul>
      <p className="mt-1 text-ink-soft">
        Plans that were made before and have not run will have to be made again.
      </p>
    </Notice>
  );
}

/** Output is open while it grows, and folded afterwards. */
function Output({ installId, isLive }: { readonly installId: string; readonly isLive: boolean }) {
  const [isOpened, setOpened] = useState<boolean | null>(null);
  const isOpen = isOpened ?? isLive;
  return (
    <div className="space-y-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpened(!isOpen)}
        className="touch inline-flex min-h-11 items-center gap-1.5 text-[0.8125rem] font-medium text-accent pointer-fine:min-h-8"
      >
        <ChevronDown
          aria-hidden
          className={`size-3.5 transition-transform ${isOpen ? "rotate-180" : ""}`}
        />
        {isOpen ? "Hide output" : "Show output"}
      </button>
      {isOpen ? <InstallLog installId={installId} /> : null}
    </div>
  );
}
