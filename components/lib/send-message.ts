"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import type { QuestionKey } from "#server/contracts/question-key.ts";
import { callApi } from "./api-client.ts";
import { type ApiError, toApiError } from "./api-error.ts";
import { conversationQuery } from "./conversation-queries.ts";
import { rememberSent } from "./draft-store.ts";
import { makeStore } from "./external-store.ts";
import { localId } from "./local-id.ts";
import { keys } from "./query-keys.ts";

/** A button's answer to a question of the chat. */
export interface ChatAnswer {
  readonly requestId: string;
  readonly key: QuestionKey;
  readonly value: string;
}

/** A message shown at once, until the conversation holds the real one. */
export interface PendingMessage {
  readonly localId: string;
  readonly conversationId: string | null;
  readonly text: string;
  readonly answer: ChatAnswer | null;
  readonly messageId: string | null;
  readonly error: ApiError | null;
}

const pendingMessages = makeStore<readonly PendingMessage[]>([]);
const none: readonly PendingMessage[] = [];

/** Messages on their way, of every conversation, in the order they were sent. */
export function usePendingMessages(): readonly PendingMessage[] {
  return useSyncExternalStore(pendingMessages.watch, pendingMessages.get, () => none);
}

/** Forgets a message that could not be sent. */
export function dropPendingMessage(id: string): void {
  pendingMessages.set(pendingMessages.get().filter((message) => message.localId !== id));
}

function change(id: string, patch: Partial<PendingMessage>): void {
  pendingMessages.set(
    pendingMessages
      .get()
      .map((message) => (message.localId === id ? { ...message, ...patch } : message)),
  );
}

/**
 * Sends a message: shown at once, replaced by the stored one when it is there. `onOpened` learns the id of a
 * conversation that the message began.
 */
export function useSendMessage(
  onOpened: (conversationId: string) => Promise<void>,
): (conversationId: string | null, text: string, answer?: ChatAnswer) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (conversationId, text, answer) => {
      const id = localId("message");
      const pending: PendingMessage = {
        localId: id,
        conversationId,
        text,
        answer: answer ?? null,
        messageId: null,
        error: null,
      };
      pendingMessages.set([...pendingMessages.get(), pending]);
      rememberSent(text);
      try {
        const accepted = await callApi("sendMessage", {
          body: {
            message: text,
            ...(conversationId && { conversationId }),
            ...(answer && { answer }),
          },
        });
        change(id, { messageId: accepted.messageId });
        await client.fetchQuery({ ...conversationQuery(accepted.conversationId), staleTime: 0 });
        if (!conversationId) await onOpened(accepted.conversationId);
        void client.invalidateQueries({ queryKey: keys.conversations });
        dropPendingMessage(id);
      } catch (cause) {
        change(id, { error: toApiError(cause) });
      }
    },
    [client, onOpened],
  );
}
