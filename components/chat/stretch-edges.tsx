"use client";

import { messageHref } from "#components/lib/message-address.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import type { ConversationView } from "#server/contracts/api.ts";

/** Above a stretch far from the end: the way to what was said before it. */
export function EarlierStretch({ view }: { readonly view: ConversationView }) {
  const first = view.messages[0];
  if (view.earlier === "none" || !first) return null;
  return (
    <p className="flex justify-center pt-2">
      <Link
        href={messageHref(view.conversation.id, first.id)}
        className={buttonClass({ size: "small" })}
      >
        Show earlier messages
      </Link>
    </p>
  );
}

/** Below a stretch far from the end: the way on, and the way to the newest. */
export function LaterStretch({ view }: { readonly view: ConversationView }) {
  const last = view.messages.at(-1);
  if (!last) return null;
  const { id } = view.conversation;
  return (
    <div className="flex flex-wrap items-center justify-center gap-2 border-t border-line pt-4">
      <p className="w-full text-center text-[0.8125rem] text-ink-soft">
        You are reading an earlier part of this conversation.
      </p>
      <Link href={messageHref(id, last.id)} className={buttonClass({ size: "small" })}>
        Show later messages
      </Link>
      <Link href={messageHref(id, null)} className={buttonClass({ size: "small" })}>
        Go to the newest
      </Link>
    </div>
  );
}
