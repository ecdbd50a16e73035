"use client";

import { useQuery } from "@tanstack/react-query";
import { spendQuery } from "#components/lib/settings-queries.ts";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { Budgets } from "./budgets.tsx";
import { Models } from "./models.tsx";
import { firstSpanDays } from "./spans.ts";

/** Models and what they may cost, for the settings page. */
export function ModelSettings() {
  const { data, error, refetch } = useQuery(spendQuery(firstSpanDays));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} />;
  return (
    <>
      <Models report={data} />
      <Budgets report={data} />
    </>
  );
}
