"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { inboxQuery } from "#components/lib/request-queries.ts";
import { Page } from "#components/shell/page.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { InboxItem } from "#server/contracts/api.ts";
import { Handoffs } from "./handoffs.tsx";
import { InboxFilterBar } from "./inbox-filter-bar.tsx";
import { filterInbox, readInboxFilters } from "./inbox-filters.ts";
import { Waiting } from "./waiting.tsx";

/** Plans that wait for a decision: the list, and beside it the card of the one that is picked. */
export function ApprovalsPage() {
  const { data, error, refetch } = useQuery(inboxQuery());
  const items = data?.items ?? [];
  return (
    <Page title="Approvals" description={data ? countText(items.length) : undefined}>
      <Handoffs />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={5} /> : null}
      {data && items.length === 0 ? (
        <EmptyState
          icon={Inbox}
          title="Nothing is waiting for approval"
          action={
            <Link href="/" className={buttonClass()}>
              Ask for something
            </Link>
          }
        >
          Plans that need a decision appear here, and the navigation shows how many there are.
        </EmptyState>
      ) : null}
      {items.length > 0 ? <Filtered items={items} /> : null}
    </Page>
  );
}

function countText(count: number): string {
  if (count === 0) return "Plans that need a decision.";
  return count === 1 ? "1 plan needs a decision." : `${count} plans need a decision.`;
}

function Filtered({ items }: { readonly items: readonly InboxItem[] }) {
  const filters = readInboxFilters(useSearchParams());
  const shown = filterInbox(items, filters);
  return (
    <>
      <InboxFilterBar items={items} filters={filters} />
      {shown.length === 0 ? (
        <p role="status" className="mb-4 text-sm text-ink-soft">
          None of the {items.length} waiting plans fits these filters.
        </p>
      ) : null}
      <Waiting items={shown} />
    </>
  );
}
