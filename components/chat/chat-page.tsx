"use client";

import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { latePart } from "#components/lib/late-part.ts";
import { usePendingMessages, useSendMessage } from "#components/lib/send-message.ts";
import { useMay } from "#components/shell/session.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { EmptyChat } from "./empty-chat.tsx";
import { SendContext } from "./send-context.ts";

// Messages and plan cards are half of the chat's code, and its first page does without them. A conversation is drawn by
// the server all the same, and comes alive with the rest of its page: a boundary here would let live events change what
// the server's HTML was drawn from.
const Conversation = dynamic(() =>
  import("./conversation.tsx").then((module) => module.Conversation),
);
const conversationCode = latePart(() => import("./conversation.tsx"));

/** The chat: one conversation, or the empty page that begins one. */
export function ChatPage() {
  const search = useSearchParams();
  const conversationId = search.get("c");
  const soughtId = search.get("m");
  const prompt = search.get("prompt") ?? "";
  const canAsk = useMay("request.submit");
  const open = useCallback(async (id: string) => {
    // Until then the empty page shows what was sent. Without the code the conversation's page says what is wrong.
    await conversationCode.load().catch(() => undefined);
    window.history.pushState(null, "", `/?c=${id}`);
  }, []);
  const sendMessage = useSendMessage(open);
  const send = useCallback(
    (text: string, answer?: Parameters<typeof sendMessage>[2]) => {
      // What is said stands at the end, wherever it was said from.
      if (conversationId !== null && soughtId !== null) void open(conversationId);
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
