import type { Metadata } from "next";
import { rulesInfiniteQuery } from "#components/lib/queries.ts";
import { RulesPage } from "#components/rules/rules-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "Rules" };

/** Standing approvals. */
export default async function Page() {
  const reads = await startPageReads();
  const first = await reads.answer("listRules", ({ rules }) => rules.list({ limit: 50 }));
  if (first) {
    reads.cache.setQueryData(rulesInfiniteQuery().queryKey, {
      pages: [first],
      pageParams: [null],
    });
  }
  return (
    <PageData answers={reads.answers()}>
      <RulesPage />
    </PageData>
  );
}
