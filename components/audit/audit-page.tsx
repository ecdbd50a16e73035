"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, History, SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { downloadHref } from "#components/lib/api-client.ts";
import { auditInfiniteQuery } from "#components/lib/audit-queries.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { Page } from "#components/shell/page.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { AuditPage as AuditPageOf } from "#server/contracts/audit.ts";
import {
  type AuditFilters,
  auditQueryOf,
  filtersHref,
  noFilters,
  readFilters,
} from "./audit-filters.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Timeline } from "./timeline.tsx";
import { VerifyAudit } from "./verify-audit.tsx";

/** The timeline of everything that happened, by day. */
export function AuditPage() {
  const filters = readFilters(useSearchParams());
  const isFiltered = filtersHref(filters) !== "/audit";
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditInfiniteQuery(auditQueryOf(filters)),
  );
  return (
    <Page
      title="Audit"
      description="Who decided what, what ran, and how it ended. Entries are chained by hash; none can be changed unnoticed."
      actions={
        <>
          <Export filters={filters} />
          <VerifyAudit />
        </>
      }
    >
      <FilterBar filters={filters} onChange={setFilters} isFiltered={isFiltered} />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={8} /> : null}
      {data ? <Entries pages={data.pages} isFiltered={isFiltered} /> : null}
      {hasNextPage ? (
        <div className="mt-4 flex justify-center">
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      ) : null}
    </Page>
  );
}

/** The address changes at once; the page asks for the entries itself. */
function setFilters(filters: AuditFilters): void {
  window.history.replaceState(null, "", filtersHref(filters));
}

function Entries({
  pages,
  isFiltered,
}: {
  readonly pages: readonly AuditPageOf[];
  readonly isFiltered: boolean;
}) {
  const entries = useMemo(() => pages.flatMap((page) => page.entries), [pages]);
  const total = pages[0]?.total ?? 0;
  if (entries.length === 0) {
    return isFiltered ? (
      <EmptyState
        icon={SearchX}
        title="No entries match these filters"
        action={<Button onClick={() => setFilters(noFilters)}>Clear filters</Button>}
      />
    ) : (
      <EmptyState icon={History} title="Nothing has happened yet" />
    );
  }
  return (
    <>
      <p className="tabular mb-3 text-[0.8125rem] text-ink-soft">
        {total} {total === 1 ? "entry" : "entries"}
        {entries.length < total ? `, ${entries.length} shown` : ""}
        {entries.some(({ runId }) => runId !== null) ? (
          <span> · a line joins the entries of one run</span>
        ) : null}
      </p>
      <Timeline entries={entries} />
    </>
  );
}

function Export({ filters }: { readonly filters: AuditFilters }) {
  // The address names the reader's days, which the server does not know: until then it leads nowhere.
  const isAlive = useIsAlive();
  return (["csv", "json"] as const).map((format) => (
    <a
      key={format}
      href={
        isAlive
          ? downloadHref("exportAudit", { query: { ...auditQueryOf(filters), format } })
          : undefined
      }
      download
      aria-label={`Export as ${format.toUpperCase()}`}
      className={buttonClass()}
    >
      <Download aria-hidden className="size-4" />
      {format.toUpperCase()}
    </a>
  ));
}
