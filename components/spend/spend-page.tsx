"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleDollarSign } from "lucide-react";
import { useState } from "react";
import { spendQuery } from "#components/lib/settings-queries.ts";
import { Page } from "#components/shell/page.tsx";
import { controlClass } from "#components/ui/field.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { SpendReport } from "#server/contracts/ai.ts";
import { Budgets } from "./budgets.tsx";
import { Models } from "./models.tsx";
import { moneyText, tokensText } from "./money.ts";
import { firstSpanDays, spans } from "./spans.ts";
import { ByDay, ByModel, ByRequest } from "./spend-tables.tsx";

/** What models did and cost, by day, model and request, and what they may cost. */
export function SpendPage() {
  const [days, setDays] = useState<number>(firstSpanDays);
  const { data, error, refetch } = useQuery(spendQuery(days));
  return (
    <Page
      title="Spend"
      description="What language models were used for, what they cost, and their limits."
      actions={
        <select
          aria-label="Time span"
          value={days}
          onChange={(event) => setDays(Number(event.target.value))}
          className={`${controlClass} w-auto!`}
        >
          {spans.map((span) => (
            <option key={span} value={span}>
              Last {span} days
            </option>
          ))}
        </select>
      }
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={8} /> : null}
      {data ? <Report report={data} /> : null}
    </Page>
  );
}

function Report({ report }: { readonly report: SpendReport }) {
  const { total } = report;
  return (
    <div className="space-y-6">
      {total.calls === 0 ? (
        <EmptyState icon={CircleDollarSign} title="No model was used, nothing was spent">
          In this time every request was planned by rules and search on this machine. Nothing was
          sent outside.
        </EmptyState>
      ) : (
        <>
          <p className="text-sm">
            <span className="tabular block text-[1.75rem] leading-tight font-semibold">
              {moneyText(total.costMicroUsd)}
            </span>
            <span className="text-ink-soft">
              for {total.calls} {total.calls === 1 ? "call" : "calls"}, {tokensText(total.tokensIn)}{" "}
              tokens in and {tokensText(total.tokensOut)} out
            </span>
          </p>
          <ByDay days={report.days} />
          <ByModel models={report.models} />
          {report.requests.length > 0 ? <ByRequest requests={report.requests} /> : null}
        </>
      )}
      <Budgets report={report} />
      <Models report={report} />
    </div>
  );
}
