import type { Metadata } from "next";
import { ApprovalsPage } from "#components/approvals/approvals-page.tsx";
import { inboxQuery, requestQuery } from "#components/lib/request-queries.ts";
import { PageData } from "#components/shell/page-data.tsx";
import { startPageReads } from "../page-reads.ts";

export const metadata: Metadata = { title: "Approvals" };

/** Plans that wait for a decision; the first one's card is open. */
export default async function Page() {
  const reads = await startPageReads();
  const inbox = await reads.read(inboxQuery(), "inbox", ({ requestViews }) => requestViews.inbox());
  const first = inbox?.items[0]?.requestId;
  if (first) {
    await reads.read(requestQuery(first), "readRequest", ({ requestViews }) =>
      requestViews.view(first),
    );
  }
  return (
    <PageData answers={reads.answers()}>
      <ApprovalsPage />
    </PageData>
  );
}
