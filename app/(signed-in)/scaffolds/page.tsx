import type { Metadata } from "next";
import { repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { NewScaffoldPage } from "#components/scaffolds/new-scaffold-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "New playbook" };

/** Where a playbook for a service that none installs yet begins. */
export default async function Page({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly service?: string | string[] }>;
}) {
  const [reads, { service }] = await Promise.all([startPageReads(), searchParams]);
  await reads.read(repositoriesQuery(), "listRepositories", ({ catalog }) =>
    catalog.listRepositories(),
  );
  return (
    <PageData answers={reads.answers()}>
      <NewScaffoldPage service={typeof service === "string" ? service : ""} />
    </PageData>
  );
}
