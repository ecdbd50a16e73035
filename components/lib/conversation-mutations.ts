import { useMutation, useQueryClient } from "@tanstack/react-query";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Gives a conversation a title that stays. */
export function useRenameConversation(conversationId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (title: string) =>
      callApi("renameConversation", { params: { id: conversationId }, body: { title } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.conversation(conversationId) });
      void client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
}

/** Brings a deleted conversation back. */
export function useRestoreConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (conversationId: string) =>
      callApi("restoreConversation", { params: { id: conversationId } }),
    onSuccess: (_, conversationId) => {
      void client.invalidateQueries({ queryKey: keys.conversation(conversationId) });
      void client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
}

/** Deletes a conversation, which can be brought back for a while; its requests stay in the audit. */
export function useDeleteConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (conversationId: string) =>
      callApi("deleteConversation", { params: { id: conversationId } }),
    onSuccess: (_, conversationId) => {
      // It may still be drawn: whoever opens it again asks for it anew.
      const queryKey = keys.conversation(conversationId);
      void client.invalidateQueries({ queryKey, refetchType: "none" });
      void client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
}
