import type { Metadata } from "next";
import { ChangePage } from "#components/changes/change-page.tsx";
import { changeQuery } from "#components/lib/change-queries.ts";
import { PageData } from "#components/shell/page-data.tsx";
import { idSchema } from "#server/contracts/common.ts";
import { startPageReads } from "../../page-reads.ts";

export const metadata: Metadata = { title: "Change" };

/** A change to a repository that somebody asked for. */
export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const [reads, { id }] = await Promise.all([startPageReads(), params]);
  const changeId = idSchema.safeParse(id).data;
  if (changeId)
    await reads.read(changeQuery(changeId), "readChange", ({ changes }) => changes.view(changeId));
  return (
    <PageData answers={reads.answers()}>
      <ChangePage changeId={id} />
    </PageData>
  );
}
