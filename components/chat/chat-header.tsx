"use client";

import { useQuery } from "@tanstack/react-query";
import { Menu, SquarePen, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import {
  useDeleteConversation,
  useRestoreConversation,
} from "#components/lib/conversation-mutations.ts";
import { conversationQuery } from "#components/lib/conversation-queries.ts";
import { ConnectionBadge } from "#components/shell/connection.tsx";
import { ConversationList } from "#components/shell/conversation-list.tsx";
import { useMay } from "#components/shell/session.tsx";
import { IconButton } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Link } from "#components/ui/link.tsx";
import { toastError, toastUndo } from "#components/ui/toast.tsx";
import { RenameConversation } from "./rename-conversation.tsx";

/** Title of the conversation; on phones also the way to the others. */
export function ChatHeader({ conversationId }: { readonly conversationId: string | null }) {
  const [isListOpen, setListOpen] = useState(false);
  const { data } = useQuery({
    ...conversationQuery(conversationId ?? ""),
    enabled: conversationId !== null,
  });
  const title = data?.conversation.title;
  return (
    <header className="flex min-h-13 items-center gap-1 px-2 sm:px-4">
      <IconButton
        icon={Menu}
        label="Conversations"
        className="lg:hidden"
        onClick={() => setListOpen(true)}
      />
      <h1 className="min-w-0 flex-1 truncate px-1 text-sm font-semibold">
        {conversationId ? (title ?? "") : <span className="sr-only">New request</span>}
      </h1>
      <span className="px-1 lg:hidden">
        <ConnectionBadge />
      </span>
      {conversationId && title ? (
        <RenameConversation conversationId={conversationId} title={title} />
      ) : null}
      {conversationId && data ? <DeleteConversation conversationId={conversationId} /> : null}
      {conversationId ? (
        <Link
          href="/"
          aria-label="New request"
          className="grid size-11 place-items-center rounded-lg text-ink-soft hover:bg-sunken lg:hidden"
        >
          <SquarePen aria-hidden className="size-[1.125rem]" />
        </Link>
      ) : null}
      <Dialog isOpen={isListOpen} onClose={() => setListOpen(false)} title="Conversations">
        <div className="-mx-3 h-[60dvh]">
          <ConversationList onPick={() => setListOpen(false)} />
        </div>
      </Dialog>
    </header>
  );
}

function DeleteConversation({ conversationId }: { readonly conversationId: string }) {
  const [isAsking, setAsking] = useState(false);
  const canDelete = useMay("request.submit");
  const router = useRouter();
  const remove = useDeleteConversation();
  const restore = useRestoreConversation();
  const onSuccess = () => {
    router.push("/");
    toastUndo("Conversation deleted.", () => {
      // Not by callbacks of the mutation: this button is gone by then, and they with it.
      restore
        .mutateAsync(conversationId)
        .then(() => router.push(`/?c=${conversationId}`), toastError);
    });
  };
  if (!canDelete) return null;
  return (
    <>
      <IconButton icon={Trash2} label="Delete conversation" onClick={() => setAsking(true)} />
      <ConfirmDialog
        isOpen={isAsking}
        title="Delete this conversation?"
        description="Its messages are deleted; for a day you can undo that. What was approved and run stays in the audit."
        action="Delete"
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(conversationId, { onSuccess })}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
