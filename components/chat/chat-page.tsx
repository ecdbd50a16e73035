"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect } from "react";
import { conversationQuery, requestQuery } from "#components/lib/queries.ts";
import { usePendingMessages, useSendMessage } from "#components/lib/send-message.ts";
import { cardLooks } from "#components/plan/status-look.ts";
import { useTopic } from "#components/shell/live.tsx";
import { useMay } from "#components/shell/session.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { ConversationView } from "#server/contracts/api.ts";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { EmptyChat } from "./empty-chat.tsx";
import { SendContext } from "./send-context.ts";
import { Thread } from "./thread.tsx";

/** The chat: one conversation, or the empty page that begins one. */
export function ChatPage() {
  const search = useSearchParams();
  const conversationId = search.get("c");
  const prompt = search.get("prompt") ?? "";
  const canAsk = useMay("request.submit");
  const open = useCallback((id: string) => {
    window.history.pushState(null, "", `/?c=${id}`);
  }, []);
  const sendMessage = useSendMessage(open);
  const send = useCallback(
    (text: string, answer?: Parameters<typeof sendMessage>[2]) =>
      void sendMessage(conversationId, text, answer),
    [sendMessage, conversationId],
  );
  const pending = usePendingMessages().filter((one) => one.conversationId === conversationId);

  return (
    <SendContext value={canAsk ? send : null}>
      <div className="flex h-full flex-col">
        <ChatHeader conversationId={conversationId} />
        {conversationId ? (
          <Conversation key={conversationId} conversationId={conversationId} />
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

function Conversation({ conversationId }: { readonly conversationId: string }) {
  const { data, error, refetch } = useQuery(conversationQuery(conversationId));
  useTopic(`conversation:${conversationId}`, data?.seq);
  useConversationTitle(data);
  const pending = usePendingMessages().filter((one) => one.conversationId === conversationId);

  if (data) return <Thread view={data} pending={pending} />;
  return (
    <div className="mx-auto w-full max-w-3xl flex-1 px-4 pt-8 sm:px-6">
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={6} />}
    </div>
  );
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
