"use client";

import { useState } from "react";
import { usePutReviewOnBranch } from "#components/lib/change-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Diff } from "#components/ui/diff.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type {
  Review,
  Suggestion,
  SuggestionCategory,
  SuggestionSeverity,
} from "#server/contracts/review.ts";

const categoryWords: Readonly<Record<SuggestionCategory, string>> = {
  idempotency: "runs twice alike",
  error_handling: "error handling",
  performance: "performance",
  best_practices: "good practice",
  standards: "style",
};

const severityTones: Readonly<Record<SuggestionSeverity, Tone>> = {
  blocker: "bad",
  critical: "bad",
  major: "warn",
  minor: "neutral",
  info: "neutral",
};

const rankOf = ({ severity }: Suggestion) => Object.keys(severityTones).indexOf(severity);

/** Every suggestion, the most severe first: why, where, and the patch where one is proven. */
export function SuggestionList({
  review,
  suggestions,
}: {
  readonly review: Review;
  readonly suggestions: readonly Suggestion[];
}) {
  const ranked = suggestions
    .map((suggestion, at) => ({ suggestion, at }))
    .sort((a, b) => rankOf(a.suggestion) - rankOf(b.suggestion));
  return (
    <ol className="divide-y divide-line">
      {ranked.map(({ suggestion, at }) => (
        <SuggestionRow
          key={`${suggestion.rule}:${suggestion.line}:${suggestion.reason}`}
          review={review}
          suggestion={suggestion}
          at={at}
        />
      ))}
    </ol>
  );
}

function SuggestionRow({
  review,
  suggestion,
  at,
}: {
  readonly review: Review;
  readonly suggestion: Suggestion;
  readonly at: number;
}) {
  const { category, severity, rule, reason, path, line, evidence, patch } = suggestion;
  return (
    <li className="space-y-2 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={severityTones[severity]}>{severity}</Badge>
        <Badge>{categoryWords[category]}</Badge>
        <span className="font-mono text-xs break-all text-ink-faint">
          {path}:{line} · {rule}
        </span>
      </div>
      <p className="text-sm">{reason}</p>
      {patch === null ? (
        <CodeBlock label={`Lines from ${line} on`}>
          <span className="block min-w-max px-3">{evidence}</span>
        </CodeBlock>
      ) : (
        <SinglePatch review={review} patch={patch} at={at} />
      )}
    </li>
  );
}

/** One suggestion's own patch: read, copied, or put on a branch by itself. */
function SinglePatch({
  review,
  patch,
  at,
}: {
  readonly review: Review;
  readonly patch: string;
  readonly at: number;
}) {
  const [isOpen, setOpen] = useState(false);
  const canManage = useMay("repository.manage");
  const put = usePutReviewOnBranch(review.id);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Hide the fix" : "Show the fix"}
        </Button>
        {canManage && review.change === null ? (
          <Button
            size="small"
            isBusy={put.isPending}
            onClick={() => put.mutate(at, { onError: toastError })}
          >
            Put this one on a branch
          </Button>
        ) : null}
      </div>
      {isOpen ? <Diff text={patch} label="The fix" /> : null}
    </>
  );
}
