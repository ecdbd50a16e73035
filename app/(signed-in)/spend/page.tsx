import type { Metadata } from "next";
import { spendQuery } from "#components/lib/settings-queries.ts";
import { PageData } from "#components/shell/page-data.tsx";
import { firstSpanDays } from "#components/spend/spans.ts";
import { SpendPage } from "#components/spend/spend-page.tsx";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "Spend" };

/** What external models cost. */
export default async function Page() {
  const reads = await startPageReads();
  await reads.read(spendQuery(firstSpanDays), "readSpend", ({ ai }) => ai.spend(firstSpanDays));
  return (
    <PageData answers={reads.answers()}>
      <SpendPage />
    </PageData>
  );
}
