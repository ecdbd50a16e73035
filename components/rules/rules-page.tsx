"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Plus, Scale } from "lucide-react";
import { useState } from "react";
import { ruleOffersQuery, rulesInfiniteQuery } from "#components/lib/rule-queries.ts";
import { Page } from "#components/shell/page.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { UnattendedRuns } from "#components/unattended/unattended-runs.tsx";
import type { Rule, RuleOffer } from "#server/contracts/rule.ts";
import { RuleEditor } from "./rule-editor.tsx";
import { RuleRow } from "./rule-row.tsx";

/** Standing approvals: those that stand, what could be one, and those that were revoked. */
export function RulesPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    rulesInfiniteQuery(),
  );
  const mayManage = useMay("rule.manage");
  const all = data?.pages.flatMap(({ rules }) => rules) ?? [];
  return (
    <Page
      title="Rules"
      description="Approve the same thing on the same hosts without a press. High risk always waits for a person."
    >
      <div className="space-y-5">
        {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Skeleton lines={5} /> : null}
        {data ? <Standing rules={all.filter(({ state }) => state !== "revoked")} /> : null}
        {hasNextPage ? (
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        ) : null}
        {mayManage ? <Offers /> : null}
        <UnattendedRuns />
        <Revoked rules={all.filter(({ state }) => state === "revoked")} />
      </div>
    </Page>
  );
}

function Standing({ rules }: { readonly rules: readonly Rule[] }) {
  if (rules.length === 0)
    return (
      <EmptyState icon={Scale} title="No rule: every plan waits for a person">
        A rule approves one playbook, unchanged, with the same values, on the hosts that you name,
        until a day that you choose. It is made from something that you approved before, pauses
        itself after a failure, and is named in the history.
      </EmptyState>
    );
  return (
    <ul className="space-y-3">
      {rules.map((rule) => (
        <RuleRow key={rule.id} rule={rule} />
      ))}
    </ul>
  );
}

/** What went well once a person had approved it, most often first. */
function Offers() {
  const { data, error, refetch } = useQuery(ruleOffersQuery(1));
  const [picked, setPicked] = useState<RuleOffer | null>(null);
  const offers = (data?.offers ?? []).toSorted((a, b) => b.times - a.times).slice(0, 10);
  return (
    <Panel
      title="Make a rule"
      description="From what people approved and what went well each time, among the last 200 plans."
      isFlush
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={2} className="p-4" /> : null}
      {data && offers.length === 0 ? (
        <p className="p-4 text-sm text-ink-soft">
          Nothing now: approve something that no rule covers, and let it run to its end first.
        </p>
      ) : null}
      <ul className="divide-y divide-line">
        {offers.map((offer) => (
          <li
            key={`${offer.planId} ${offer.taskKey}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3"
          >
            <div className="min-w-0 flex-1 basis-56">
              <p className="text-sm font-medium break-words">{offer.name}</p>
              <p className="text-xs break-words text-ink-faint">
                <span className="font-mono">{offer.hosts.join(", ")}</span> · approved {offer.times}{" "}
                {offer.times === 1 ? "time" : "times"}, last <Ago at={offer.lastAt} />
              </p>
            </div>
            <Button
              size="small"
              icon={Plus}
              aria-label={`Make a rule: ${offer.name}`}
              onClick={() => setPicked(offer)}
            >
              Make a rule
            </Button>
          </li>
        ))}
      </ul>
      {picked ? <RuleEditor offer={picked} onClose={() => setPicked(null)} /> : null}
    </Panel>
  );
}

function Revoked({ rules }: { readonly rules: readonly Rule[] }) {
  if (rules.length === 0) return null;
  return (
    <Disclosure summary={`Revoked (${rules.length})`}>
      <ul className="mt-2 space-y-3">
        {rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule} />
        ))}
      </ul>
    </Disclosure>
  );
}
