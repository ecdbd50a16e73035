"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, History, SearchX } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { downloadHref } from "#components/lib/api-client.ts";
import { auditInfiniteQuery } from "#components/lib/queries.ts";
import { Page } from "#components/shell/page.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { AuditPage as AuditPageOf } from "#server/contracts/audit.ts";
import { type AuditFilters, auditQueryOf, filtersHref, readFilters } from "./audit-filters.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Timeline } from "./timeline.tsx";
import { VerifyAudit } from "./verify-audit.tsx";

/** The timeline of everything that happened, by day. */
export function AuditPage() {
  const router = useRouter();
  const filters = readFilters(useSearchParams());
  const isFiltered = filtersHref(filters) !== "/audit";
  const setFilters = (next: AuditFilters) => router.replace(filtersHref(next), { scroll: false });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditInfiniteQuery(auditQueryOf(filters)),
  );
  return (
    <Page
      title="Audit"
      description="Who decided what, what ran, and how it ended. Entries are chained by hash; none can be changed quietly."
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

function Entries({
  pages,
  isFiltered,
}: {
  readonly pages: readonly AuditPageOf[];
  readonly isFiltered: boolean;
}) {
  const router = useRouter();
  const entries = pages.flatMap((page) => page.entries);
  const total = pages[0]?.total ?? 0;
  if (entries.length === 0) {
    return isFiltered ? (
      <EmptyState
        icon={SearchX}
        title="No entry fits these filters"
        action={<Button onClick={() => router.replace("/audit")}>Clear filters</Button>}
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
      </p>
      <Timeline entries={entries} />
    </>
  );
}

function Export({ filters }: { readonly filters: AuditFilters }) {
  return (["csv", "json"] as const).map((format) => (
    <a
      key={format}
      href={downloadHref("/api/v1/audit/export", { ...auditQueryOf(filters), format })}
      download
      aria-label={`Export as ${format.toUpperCase()}`}
      className={buttonClass()}
    >
      <Download aria-hidden className="size-4" />
      {format.toUpperCase()}
    </a>
  ));
}
