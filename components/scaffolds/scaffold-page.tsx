"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, SearchX } from "lucide-react";
import { ChangePanel } from "#components/changes/change-panel.tsx";
import { toApiError } from "#components/lib/api-error.ts";
import { scaffoldQuery } from "#components/lib/change-queries.ts";
import { usePutScaffoldOnBranch } from "#components/lib/scaffold-mutations.ts";
import { Page } from "#components/shell/page.tsx";
import { useMay } from "#components/shell/session.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { BeingMade, EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Scaffold, ScaffoldResult } from "#server/contracts/scaffold.ts";
import { EditFiles } from "./edit-files.tsx";
import { Gaps } from "./gaps.tsx";

/** A playbook and role that Chiffon wrote: read first, then on a branch, then part of the repository. */
export function ScaffoldPage({ scaffoldId }: { readonly scaffoldId: string }) {
  const { data, error, refetch } = useQuery(scaffoldQuery(scaffoldId));
  if (data) return <ScaffoldView scaffold={data} />;
  return (
    <Page title="New playbook">
      {!error ? <Skeleton lines={6} /> : null}
      {error && toApiError(error).code === "not_found" ? (
        <EmptyState icon={SearchX} title="This is not kept any more">
          Have it written again from the chat or from Playbooks.
        </EmptyState>
      ) : null}
      {error && toApiError(error).code !== "not_found" ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : null}
    </Page>
  );
}

function ScaffoldView({ scaffold }: { readonly scaffold: Scaffold }) {
  const { asked, repositoryName, askedBy, createdAt, status, problem, result } = scaffold;
  const { editedFromId, unchecked } = scaffold;
  return (
    <Page
      title={`A playbook for ${result?.title ?? asked}`}
      description={
        <>
          For {repositoryName} · {editedFromId === null ? "asked for" : "edited"} by {askedBy},{" "}
          <Ago at={createdAt} />
          {editedFromId === null ? null : (
            <>
              {" "}
              ·{" "}
              <Link
                href={`/scaffolds/${editedFromId}`}
                className="text-accent underline underline-offset-4"
              >
                before the edit
              </Link>
            </>
          )}
        </>
      }
      actions={
        scaffold.change?.stage === "applied" && result ? (
          <Link
            href={`/?prompt=${encodeURIComponent(`Deploy ${result.service}`)}`}
            className={buttonClass({ variant: "primary", size: "small" })}
          >
            Deploy it
            <ArrowUpRight aria-hidden className="size-4" />
          </Link>
        ) : null
      }
    >
      <div className="space-y-6">
        <BeingMade
          status={status}
          doing="Writing it, and having ansible-lint look at it apart from everything else. This takes some seconds."
        />
        {problem === null ? null : (
          <Notice
            tone="bad"
            title={`It could not be ${unchecked === null ? "written" : "checked"}`}
            actions={
              unchecked !== null ? null : (
                <Link
                  href={`/scaffolds?service=${encodeURIComponent(asked)}`}
                  className={buttonClass({ size: "small" })}
                >
                  Try again
                </Link>
              )
            }
          >
            {problem}
          </Notice>
        )}
        {unchecked === null ? null : (
          <EditFiles key={scaffold.id} scaffoldId={scaffold.id} files={unchecked} isUnchecked />
        )}
        {result === null ? null : <Result scaffold={scaffold} result={result} />}
      </div>
    </Page>
  );
}

function Result({
  scaffold,
  result,
}: {
  readonly scaffold: Scaffold;
  readonly result: ScaffoldResult;
}) {
  const { mutate, isPending } = usePutScaffoldOnBranch(scaffold.id);
  const canManage = useMay("repository.manage");
  const count = result.files.length;
  return (
    <>
      {result.isKnown ? null : (
        <Notice tone="warn" title={`Chiffon does not know ${result.title}`}>
          Image, version and folders are left open: the card asks for them before it runs.
        </Notice>
      )}
      <Gaps key={`gaps ${scaffold.id}`} scaffold={scaffold} gaps={result.gaps} />
      <Objections result={result} isEdited={scaffold.editedFromId !== null} />
      <ChangePanel
        title={`${count} files`}
        description={provenText(result)}
        diff={diffOf(result)}
        change={scaffold.change}
        isPutting={isPending}
        onPut={() => mutate(undefined, { onError: toastError })}
      />
      {canManage && scaffold.change === null && scaffold.status === "done" ? (
        <EditFiles key={scaffold.id} scaffoldId={scaffold.id} files={result.files} />
      ) : null}
      <Sources sources={result.sources} notes={result.notes} />
    </>
  );
}

function provenText({ findings, syntaxFault, lintVersion }: ScaffoldResult): string {
  if (findings.length > 0 || syntaxFault !== null) return "Read what is objected to above first.";
  return `ansible-lint ${lintVersion} has nothing to object to, and the syntax check passes.`;
}

/** New files as a patch shows them. */
function diffOf({ files }: ScaffoldResult): string {
  return files
    .map(({ path, content }) => {
      const lines = content.replace(/\n$/, "").split("\n");
      const body = lines.map((line) => `+${line}\n`).join("");
      return `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${body}`;
    })
    .join("");
}

function Objections({
  result: { findings, syntaxFault },
  isEdited,
}: {
  readonly result: ScaffoldResult;
  readonly isEdited: boolean;
}) {
  if (findings.length === 0 && syntaxFault === null) return null;
  const title = isEdited
    ? "There is something to object to"
    : "This repository's own rules want something else";
  return (
    <Notice tone="warn" title={title}>
      <ul className="space-y-1">
        {syntaxFault === null ? null : <li>{syntaxFault}</li>}
        {findings.map(({ path, line, rule, reason }) => (
          <li key={`${path}:${line}:${rule}`}>
            <span className="font-mono text-xs break-all">
              {path}:{line}
            </span>{" "}
            {reason}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Sources({ sources, notes }: Pick<ScaffoldResult, "sources" | "notes">) {
  if (sources.length + notes.length === 0) return null;
  return (
    <div className="space-y-1 text-[0.8125rem] text-ink-soft">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {sources.map((source) => (
        <p key={source} className="break-all">
          Read in{" "}
          <a href={source} rel="noreferrer" className="text-accent underline underline-offset-4">
            {source}
          </a>
        </p>
      ))}
    </div>
  );
}
