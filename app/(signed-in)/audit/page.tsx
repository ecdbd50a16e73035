import type { Metadata } from "next";
import { auditQueryOf, readFilters } from "#components/audit/audit-filters.ts";
import { AuditPage } from "#components/audit/audit-page.tsx";
import { auditInfiniteQuery, auditPageSize } from "#components/lib/audit-queries.ts";
import { PageData } from "#components/shell/page-data.tsx";
import { auditQuerySchema } from "#server/contracts/audit.ts";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "Audit" };

/** The timeline of everything that happened; its filters stand in the address. */
export default async function Page({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const [reads, search] = await Promise.all([startPageReads(), searchParams]);
  const filters = readFilters({ get: (name) => [search[name] ?? null].flat()[0] ?? null });
  const asked = auditQueryOf(filters);
  const query = auditQuerySchema.safeParse({ ...asked, limit: auditPageSize }).data;
  // Days are the reader's: only the browser knows when they begin.
  if (query && filters.from === "" && filters.to === "") {
    const page = await reads.answer("queryAudit", ({ audit }) => audit.query(query));
    if (page) {
      const { queryKey } = auditInfiniteQuery(asked);
      reads.cache.setQueryData(queryKey, { pages: [page], pageParams: [null] });
    }
  }
  return (
    <PageData answers={reads.answers()}>
      <AuditPage />
    </PageData>
  );
}
