import type { Metadata } from "next";
import { FirstStepsPage } from "#components/first-steps/first-steps-page.tsx";
import { doctorQuery, repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { hostsQuery } from "#components/lib/fleet-queries.ts";
import { spendQuery } from "#components/lib/settings-queries.ts";
import { PageData } from "#components/shell/page-data.tsx";
import { firstSpanDays } from "#components/spend/spans.ts";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "First steps" };

/** What to do first, and what of it is done. */
export default async function Page() {
  const reads = await startPageReads();
  await Promise.all([
    reads.read(repositoriesQuery(), "listRepositories", ({ catalog }) =>
      catalog.listRepositories(),
    ),
    reads.read(doctorQuery(), "readDoctor", ({ doctor }) => doctor.view()),
    reads.read(hostsQuery(), "listHosts", async ({ inventory }) => ({
      hosts: await inventory.listHosts(),
    })),
    reads.read(spendQuery(firstSpanDays), "readSpend", ({ ai }) => ai.spend(firstSpanDays)),
  ]);
  return (
    <PageData answers={reads.answers()}>
      <FirstStepsPage />
    </PageData>
  );
}
