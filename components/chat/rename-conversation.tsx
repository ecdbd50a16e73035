"use client";

import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useRenameConversation } from "#components/lib/conversation-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button, IconButton } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";

/** Gives the open conversation another title, which then stays. */
export function RenameConversation({
  conversationId,
  title,
}: {
  readonly conversationId: string;
  readonly title: string;
}) {
  const [isOpen, setOpen] = useState(false);
  const rename = useRenameConversation(conversationId);
  if (!useMay("request.submit")) return null;
  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wanted = String(new FormData(event.currentTarget).get("title") ?? "").trim();
    rename.mutate(wanted, { onSuccess: () => setOpen(false) });
  };
  return (
    <>
      <IconButton icon={Pencil} label="Rename conversation" onClick={() => setOpen(true)} />
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Rename this conversation">
        <form onSubmit={handleSubmit} className="space-y-4 pt-2">
          <ErrorNotice error={rename.error} />
          <TextField label="Title" name="title" defaultValue={title} maxLength={80} required />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={rename.isPending}>
              Rename
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
