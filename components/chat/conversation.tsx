"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { conversationQuery, stretchQuery } from "#components/lib/conversation-queries.ts";
import { requestQuery } from "#components/lib/request-queries.ts";
import { type PendingMessage, usePendingMessages } from "#components/lib/send-message.ts";
import { cardLooks } from "#components/plan/status-look.ts";
import { useTopic } from "#components/shell/live.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { ConversationView } from "#server/contracts/api.ts";
import { DeletedConversation, isDeletedConversation } from "./deleted-conversation.tsx";
import { Thread } from "./thread.tsx";

/** One conversation: its messages, cards and what is on its way. */
export function Conversation({
  conversationId,
  soughtId,
}: {
  readonly conversationId: string;
  readonly soughtId: string | null;
}) {
  const { data, error, refetch } = useQuery(conversationQuery(conversationId));
  useTopic(`conversation:${conversationId}`, data?.seq);
  useConversationTitle(data);
  const pending = usePendingMessages().filter((one) => one.conversationId === conversationId);

  const sought = useStretch(data, soughtId);
  if (isDeletedConversation(error)) return <DeletedConversation conversationId={conversationId} />;
  const shown = sought.isAwaited ? undefined : (sought.view ?? data);
  if (shown)
    return (
      <Thread
        key={shown.later ? shown.messages[0]?.id : "newest"}
        view={shown}
        pending={shown.later ? noMessages : pending}
        soughtId={sought.id}
      />
    );
  return (
    <div className="mx-auto w-full max-w-3xl flex-1 px-4 pt-8 sm:px-6">
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={6} />}
    </div>
  );
}

const noMessages: readonly PendingMessage[] = [];

/** Where a sought message is shown: in what the chat holds, or in a stretch read for it. `id` is null where it is gone. */
function useStretch(held: ConversationView | undefined, soughtId: string | null) {
  const has = (view: ConversationView | undefined) =>
    view?.messages.some(({ id }) => id === soughtId) === true;
  const isElsewhere = held !== undefined && soughtId !== null && !has(held);
  const stretch = useQuery({
    ...stretchQuery(held?.conversation.id ?? "", soughtId ?? ""),
    enabled: isElsewhere,
  });
  if (!isElsewhere) return { isAwaited: false, view: null, id: soughtId };
  const view = has(stretch.data) ? stretch.data : null;
  return { isAwaited: stretch.isPending, view, id: view ? soughtId : null };
}

/** The tab says where the newest request stands, then what it is about. */
function useConversationTitle(view: ConversationView | undefined): void {
  const newestId = view?.requests.at(-1)?.requestId;
  const { data: newest } = useQuery({
    ...requestQuery(newestId ?? ""),
    enabled: newestId !== undefined,
  });
  const title = view?.conversation.title;
  const state = newest?.card ? `${cardLooks[newest.card].label}: ` : "";
  useEffect(() => {
    if (title) document.title = `${state}${title} · Chiffon`;
  }, [state, title]);
}
