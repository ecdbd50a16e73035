import type { Metadata } from "next";
import {
  dependenciesQuery,
  doctorQuery,
  playbooksQuery,
  repositoriesQuery,
} from "#components/lib/catalog-queries.ts";
import { PlaybooksPage } from "#components/playbooks/playbooks-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { type PageReads, startPageReads } from "../page-reads.ts";

/** Repositories of which the dependencies are drawn at once; the browser asks for those of others. */
const maxDrawn = 20;

export const metadata: Metadata = { title: "Playbooks" };

/** Repositories and the catalog found in them. */
export default async function Page() {
  const reads = await startPageReads();
  await Promise.all([
    readRepositories(reads),
    reads.read(doctorQuery(), "readDoctor", ({ doctor }) => doctor.view()),
    reads.read(playbooksQuery(""), "listPlaybooks", async ({ matching }) => ({
      entries: await matching.listPlaybooks(),
    })),
  ]);
  return (
    <PageData answers={reads.answers()}>
      <PlaybooksPage />
    </PageData>
  );
}

async function readRepositories(reads: PageReads): Promise<void> {
  const listed = await reads.read(repositoriesQuery(), "listRepositories", ({ catalog }) =>
    catalog.listRepositories(),
  );
  const drawn = (listed?.repositories ?? []).slice(0, maxDrawn);
  await Promise.all(
    drawn.map(({ id }) =>
      reads.read(dependenciesQuery(id), "readDependencies", ({ dependencies }) =>
        dependencies.view(id),
      ),
    ),
  );
}
