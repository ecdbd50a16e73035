import type { Metadata } from "next";
import {
  ruleOffersQuery,
  rulesInfiniteQuery,
  unattendedQuery,
} from "#components/lib/rule-queries.ts";
import { RulesPage } from "#components/rules/rules-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "Rules" };

/** Standing approvals, what could be one, and unattended runs. */
export default async function Page() {
  const reads = await startPageReads();
  const first = await reads.answer("listRules", ({ rules }) => rules.list({ limit: 50 }));
  if (first) {
    reads.cache.setQueryData(rulesInfiniteQuery().queryKey, {
      pages: [first],
      pageParams: [null],
    });
  }
  await Promise.all([
    reads.read(ruleOffersQuery(1), "ruleOffers", async ({ ruleLooks }) => ({
      offers: await ruleLooks.offers(1),
    })),
    reads.read(unattendedQuery(), "listUnattended", ({ unattended }) =>
      unattended.list({ limit: 10 }),
    ),
  ]);
  return (
    <PageData answers={reads.answers()}>
      <RulesPage />
    </PageData>
  );
}
