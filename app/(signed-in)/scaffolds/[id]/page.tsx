import type { Metadata } from "next";
import { scaffoldQuery } from "#components/lib/change-queries.ts";
import { ScaffoldPage } from "#components/scaffolds/scaffold-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { idSchema } from "#server/contracts/common.ts";
import { startPageReads } from "../../page-reads.ts";

export const metadata: Metadata = { title: "New playbook" };

/** A playbook and role that Chiffon wrote, to be read before they go anywhere. */
export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const [reads, { id }] = await Promise.all([startPageReads(), params]);
  const scaffoldId = idSchema.safeParse(id).data;
  if (scaffoldId)
    await reads.read(scaffoldQuery(scaffoldId), "readScaffold", ({ scaffoldRequests }) =>
      scaffoldRequests.view(scaffoldId),
    );
  return (
    <PageData answers={reads.answers()}>
      <ScaffoldPage scaffoldId={id} />
    </PageData>
  );
}
