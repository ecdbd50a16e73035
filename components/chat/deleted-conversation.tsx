"use client";

import { Trash2, Undo2 } from "lucide-react";
import { toApiError } from "#components/lib/api-error.ts";
import { useRestoreConversation } from "#components/lib/conversation-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState, ErrorState } from "#components/ui/states.tsx";

/** Whether a read was refused because the conversation was deleted, and can still be brought back. */
export function isDeletedConversation(error: unknown): boolean {
  return error !== null && toApiError(error).details["isDeleted"] === true;
}

/** What is shown of a conversation that was deleted: the way back, also after the tab was closed. */
export function DeletedConversation({ conversationId }: { readonly conversationId: string }) {
  const restore = useRestoreConversation();
  const canRestore = useMay("request.submit");
  return (
    <div className="mx-auto w-full max-w-3xl flex-1 px-4 sm:px-6">
      <EmptyState
        icon={Trash2}
        title="This conversation was deleted"
        action={
          canRestore ? (
            <Button
              icon={Undo2}
              isBusy={restore.isPending}
              onClick={() => restore.mutate(conversationId)}
            >
              Bring it back
            </Button>
          ) : null
        }
      >
        It goes for good a day after. What was approved and run stays in the audit.
      </EmptyState>
      {restore.error ? <ErrorState error={restore.error} /> : null}
    </div>
  );
}
