"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { spendQuery } from "#components/lib/settings-queries.ts";
import { Models } from "#components/spend/models.tsx";
import { firstSpanDays } from "#components/spend/spans.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";

/** Which models answer, asked anew on a press. */
export function ModelCheck() {
  // What was known when the page was drawn may be older than a model that was started since.
  const { data, error, refetch, isFetching, isFetchedAfterMount } = useQuery({
    ...spendQuery(firstSpanDays),
    refetchOnMount: "always",
  });
  return (
    <div className="space-y-3">
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!isFetchedAfterMount && !error ? (
        <>
          <p role="status" className="text-sm text-ink-soft">
            Looking for models…
          </p>
          <Skeleton lines={3} />
        </>
      ) : null}
      {data && isFetchedAfterMount ? <Models report={data} /> : null}
      <Button size="small" icon={RefreshCw} isBusy={isFetching} onClick={() => void refetch()}>
        Check again
      </Button>
    </div>
  );
}
