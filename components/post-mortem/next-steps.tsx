"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Undo2 } from "lucide-react";
import Link from "next/link";
import { useAsk } from "#components/lib/mutations.ts";
import { requestQuery } from "#components/lib/queries.ts";
import { PlanAgain } from "#components/plan/plan-again.tsx";
import { SuggestFix } from "#components/reviews/suggest-fix.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { PostMortem } from "#server/contracts/post-mortem.ts";

/** What can be done now: only what would work, as the request stands at the moment. Each makes a plan to approve. */
export function NextSteps({ report }: { readonly report: PostMortem }) {
  const { data } = useQuery(requestQuery(report.requestId));
  const canAsk = useMay("request.submit");
  if (data === undefined || data.end === null || !canAsk) return null;
  const isFollowed = data.followedBy?.isOpen === true;
  return (
    <section aria-label="Next steps" className="space-y-2">
      <div className="flex flex-wrap gap-2">
        <PlanAgain view={data} isPrimary />
        {isFollowed
          ? null
          : report.undo.map((prompt) => <Undo key={prompt} report={report} prompt={prompt} />)}
        {data.plan ? <SuggestFix plan={data.plan} failedAt={report.cause.place} /> : null}
      </div>
      {isFollowed ? null : (
        <p className="text-xs text-ink-soft">Nothing runs before a new plan is approved.</p>
      )}
    </section>
  );
}

/** Asks for it in the conversation; then leads to the plan that is made. */
function Undo({ report, prompt }: { readonly report: PostMortem; readonly prompt: string }) {
  const ask = useAsk();
  const { conversationId } = report;
  if (ask.data)
    return (
      <Link
        href={`/requests/${ask.data.requestId ?? report.requestId}`}
        className={buttonClass({ size: "small" })}
      >
        <ArrowRight aria-hidden className="size-4" />
        See the plan that undoes it
      </Link>
    );
  return (
    <Button
      size="small"
      icon={Undo2}
      isBusy={ask.isPending}
      onClick={() => ask.mutate({ conversationId, message: prompt }, { onError: toastError })}
    >
      Undo: {prompt}
    </Button>
  );
}
