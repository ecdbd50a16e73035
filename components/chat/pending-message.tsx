"use client";

import { CircleAlert } from "lucide-react";
import { dropPendingMessage, type PendingMessage } from "#components/lib/send-message.ts";
import { Button } from "#components/ui/button.tsx";
import { useSend } from "./send-context.ts";

/** What a person wrote, on the right. */
export const bubble =
  "ml-auto w-fit max-w-[85%] rounded-2xl rounded-br-md bg-sunken px-4 py-2.5 text-[0.9375rem] whitespace-pre-wrap";

/** A message on its way, or one that could not be sent. */
export function PendingBubble({ message }: { readonly message: PendingMessage }) {
  const send = useSend();
  const { error, localId, text, answer } = message;
  return (
    <article aria-label="You wrote">
      <div className={`${bubble} ${error ? "" : "opacity-80"}`}>{text}</div>
      {error ? (
        <div role="alert" className="mt-1.5 flex flex-wrap items-center justify-end gap-2 text-sm">
          <span className="inline-flex items-center gap-1.5 text-bad">
            <CircleAlert aria-hidden className="size-4" />
            {error.message}
          </span>
          <Button size="small" variant="quiet" onClick={() => dropPendingMessage(localId)}>
            Discard
          </Button>
          <Button
            size="small"
            onClick={() => {
              dropPendingMessage(localId);
              send?.(text, answer ?? undefined);
            }}
          >
            Send again
          </Button>
        </div>
      ) : (
        <p className="mt-1 text-right text-xs text-ink-faint">Sending…</p>
      )}
    </article>
  );
}
