import type { Metadata } from "next";
import { postMortemQuery, requestQuery } from "#components/lib/request-queries.ts";
import { PostMortemPage } from "#components/post-mortem/post-mortem-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { idSchema } from "#server/contracts/common.ts";
import { startPageReads } from "../../../page-reads.ts";

export const metadata: Metadata = { title: "What went wrong" };

/** What went wrong in a failed request, and what to do next. */
export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const [reads, { id }] = await Promise.all([startPageReads(), params]);
  const requestId = idSchema.safeParse(id).data;
  if (requestId)
    await Promise.all([
      reads.read(postMortemQuery(requestId), "readPostMortem", ({ postMortems }) =>
        postMortems.view(requestId),
      ),
      reads.read(requestQuery(requestId), "readRequest", ({ requestViews }) =>
        requestViews.view(requestId),
      ),
    ]);
  return (
    <PageData answers={reads.answers()}>
      <PostMortemPage requestId={id} />
    </PageData>
  );
}
