import type { Metadata } from "next";
import { conversationQuery } from "#components/lib/conversation-queries.ts";
import { phasesQuery, requestQuery } from "#components/lib/request-queries.ts";
import { RequestPage } from "#components/plan/request-page.tsx";
import { PageData } from "#components/shell/page-data.tsx";
import { idSchema } from "#server/contracts/common.ts";
import { type PageReads, startPageReads } from "../../page-reads.ts";

export const metadata: Metadata = { title: "Request" };

/** One request by itself: its card, its history and its runs. Notifications link here. */
export default async function Page({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const [reads, { id }] = await Promise.all([startPageReads(), params]);
  const requestId = idSchema.safeParse(id).data;
  if (requestId) await readRequest(reads, requestId);
  return (
    <PageData answers={reads.answers()}>
      <RequestPage requestId={id} />
    </PageData>
  );
}

async function readRequest(reads: PageReads, requestId: string): Promise<void> {
  const [view] = await Promise.all([
    reads.read(requestQuery(requestId), "readRequest", ({ requestViews }) =>
      requestViews.view(requestId),
    ),
    readPhases(reads, requestId),
  ]);
  if (!view) return;
  const { conversationId } = view;
  await reads.read(conversationQuery(conversationId), "readConversation", ({ chat }, principal) =>
    chat.conversation(principal, conversationId),
  );
}

async function readPhases(reads: PageReads, requestId: string): Promise<void> {
  const answer = await reads.answer("readPhases", ({ requestViews }) =>
    requestViews.phases(requestId),
  );
  if (answer) reads.cache.setQueryData(phasesQuery(requestId).queryKey, answer.phases);
}
