"use client";

import { useQuery } from "@tanstack/react-query";
import { requestQuery } from "#components/lib/request-queries.ts";
import { PlanAgain } from "#components/plan/plan-again.tsx";
import { SuggestFix } from "#components/reviews/suggest-fix.tsx";
import { useMay } from "#components/shell/session.tsx";
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
        {data.plan ? <SuggestFix plan={data.plan} failedAt={report.cause.place} /> : null}
      </div>
      {isFollowed ? null : (
        <p className="text-xs text-ink-soft">Nothing runs before a new plan is approved.</p>
      )}
    </section>
  );
}
