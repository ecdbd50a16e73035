"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect } from "react";
import { conversationQuery, stretchQuery } from "#components/lib/conversation-queries.ts";
import { requestQuery } from "#components/lib/request-queries.ts";
import {
  type PendingMessage,
  usePendingMessages,
  useSendMessage,
} from "#components/lib/send-message.ts";
import { cardLooks } from "#components/plan/status-look.ts";
import { useTopic } from "#components/shell/live.tsx";
import { useMay } from "#components/shell/session.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { ConversationView } from "#server/contracts/api.ts";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { DeletedConversation, isDeletedConversation } from "./deleted-conversation.tsx";
import { EmptyChat } from "./empty-chat.tsx";
import { SendContext } from "./send-context.ts";
import { Thread } from "./thread.tsx";

/** The chat: one conversation, or the empty page that begins one. */
export function ChatPage() {
  const search = useSearchParams();
  const conversationId = search.get("c");
  const soughtId = search.get("m");
  const prompt = search.get("prompt") ?? "";
  const canAsk = useMay("request.submit");
  const open = useCallback((id: string) => {
    window.history.pushState(null, "", `/?c=${id}`);
  }, []);
  const sendMessage = useSendMessage(open);
  const send = useCallback(
    (text: string, answer?: Parameters<typeof sendMessage>[2]) => {
      // What is said stands at the end, wherever it was said from.
      if (conversationId !== null && soughtId !== null) open(conversationId);
      void sendMessage(conversationId, text, answer);
    },
    [sendMessage, conversationId, soughtId, open],
  );
  const pending = usePendingMessages().filter((one) => one.conversationId === conversationId);

  return (
    <SendContext value={canAsk ? send : null}>
      <div className="flex h-full flex-col">
        <ChatHeader conversationId={conversationId} />
        {conversationId ? (
          <Conversation key={conversationId} conversationId={conversationId} soughtId={soughtId} />
        ) : (
          <EmptyChat pending={pending} />
        )}
        <div className="mx-auto w-full max-w-3xl px-3 pt-1 pb-3 sm:px-6">
          <Composer
            key={`${conversationId}:${prompt}`}
            conversationId={conversationId}
            initialText={prompt}
            onSend={send}
            isDisabled={!canAsk}
          />
        </div>
      </div>
    </SendContext>
  );
}

function Conversation({
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
