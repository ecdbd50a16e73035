"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, SearchX } from "lucide-react";
import { toApiError } from "#components/lib/api-error.ts";
import { reviewQuery } from "#components/lib/change-queries.ts";
import { Page } from "#components/shell/page.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { BeingMade, EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Review } from "#server/contracts/review.ts";
import { ReviewPatch } from "./review-patch.tsx";
import { SuggestButton } from "./suggest-button.tsx";
import { SuggestionList } from "./suggestion-list.tsx";

/** What could be better in one playbook or task file, and what becomes of the patch. */
export function ReviewPage({ reviewId }: { readonly reviewId: string }) {
  const { data, error, refetch } = useQuery(reviewQuery(reviewId));
  if (data) return <ReviewView review={data} />;
  if (!error) {
    return (
      <Page title="Suggestions">
        <Skeleton lines={6} />
      </Page>
    );
  }
  return (
    <Page title="Suggestions">
      {toApiError(error).code === "not_found" ? (
        <EmptyState icon={SearchX} title="These suggestions are not kept any more">
          Ask again from the playbook or from the run that failed.
        </EmptyState>
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  );
}

function ReviewView({ review }: { readonly review: Review }) {
  const { repositoryId, path, status, askedBy, createdAt, commit } = review;
  const isOver = status === "done" || status === "failed";
  return (
    <Page
      title="Suggestions"
      description={
        <>
          <span className="font-mono text-[0.8125rem] break-all">{path}</span> in{" "}
          {review.repositoryName} at {commit.slice(0, 8)} · asked for by {askedBy},{" "}
          <Ago at={createdAt} />
        </>
      }
      actions={
        isOver ? (
          <SuggestButton repositoryId={repositoryId} path={path} again>
            Look again
          </SuggestButton>
        ) : null
      }
    >
      <div className="space-y-6">
        <BeingMade
          status={status}
          doing="Looking: ansible-lint reads it apart from everything else, and each fix is tried before it is offered. This may take a minute or two."
        />
        {review.problem === null ? null : (
          <Notice tone="bad" title="It could not be looked at">
            {review.problem}
          </Notice>
        )}
        {review.report === null ? null : <Report review={review} report={review.report} />}
      </div>
    </Page>
  );
}

function Report({
  review,
  report,
}: {
  readonly review: Review;
  readonly report: NonNullable<Review["report"]>;
}) {
  const { suggestions, omitted, notes, lintVersion } = report;
  return (
    <>
      {suggestions.length === 0 ? (
        <EmptyState icon={CircleCheck} title="Nothing to suggest">
          ansible-lint {lintVersion} and Chiffon's own checks find nothing to improve in this file.
        </EmptyState>
      ) : null}
      {notes.length === 0 ? null : (
        <ul className="space-y-1 text-[0.8125rem] text-ink-soft">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <ReviewPatch review={review} report={report} />
      {suggestions.length === 0 ? null : (
        <Panel
          title={suggestions.length === 1 ? "1 suggestion" : `${suggestions.length} suggestions`}
          description={`ansible-lint ${lintVersion} and Chiffon's own checks${omitted > 0 ? `; ${omitted} more are left out` : ""}`}
          isFlush
        >
          <SuggestionList review={review} suggestions={suggestions} />
        </Panel>
      )}
    </>
  );
}
