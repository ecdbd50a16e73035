import { ChatPage } from "#components/chat/chat-page.tsx";
import { conversationQuery, suggestionsQuery } from "#components/lib/conversation-queries.ts";
import { rememberRequest } from "#components/lib/request-queries.ts";
import { PageData } from "#components/shell/page-data.tsx";
import { idSchema } from "#server/contracts/common.ts";
import { startPageReads } from "./page-reads.ts";

/** The chat; `?c=ID` names the conversation. */
export default async function Home({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly c?: string | string[] }>;
}) {
  const [reads, { c }] = await Promise.all([startPageReads(), searchParams]);
  const conversationId = idSchema.safeParse(c).data;
  if (conversationId) {
    const view = await reads.read(
      conversationQuery(conversationId),
      "readConversation",
      ({ chat }, principal) => chat.conversation(principal, conversationId),
    );
    for (const request of view?.requests ?? []) rememberRequest(reads.cache, request);
  } else {
    await reads.read(suggestionsQuery(), "suggestions", ({ answers }) => answers.suggestions());
  }
  return (
    <PageData answers={reads.answers()}>
      <ChatPage />
    </PageData>
  );
}
