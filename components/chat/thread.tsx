"use client";

import { ArrowDown } from "lucide-react";
import { messageElementId, messageHref } from "#components/lib/message-address.ts";
import type { PendingMessage } from "#components/lib/send-message.ts";
import { classNames } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import type { ConversationView } from "#server/contracts/api.ts";
import type { Message } from "#server/contracts/chat.ts";
import { EarlierMessages } from "./earlier-messages.tsx";
import { MessageView } from "./message.tsx";
import { PendingBubble } from "./pending-message.tsx";
import { PlanningProgress } from "./planning-progress.tsx";
import { EarlierStretch, LaterStretch } from "./stretch-edges.tsx";
import { useKeepPlace } from "./use-keep-place.ts";
import { useStickToBottom } from "./use-stick-to-bottom.ts";

/** The messages of a conversation, oldest first, kept at the newest while the reader is there. */
export function Thread({
  view,
  pending,
  soughtId = null,
}: {
  readonly view: ConversationView;
  readonly pending: readonly PendingMessage[];
  /** The message to begin at, which stands out; null begins at the end. */
  readonly soughtId?: string | null;
}) {
  const { scroller, content, isAtBottom, jump, className } = useStickToBottom(
    view.conversation.id,
    soughtId === null ? null : messageElementId(soughtId),
  );
  useKeepPlace(scroller, view.messages[0]?.id);
  const known = new Set(view.messages.map((message) => message.id));
  const cards = liveCards(view.messages);
  const lastPerson = view.messages.findLastIndex((message) => message.author === "person");
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        className={classNames("h-full scroll-pb-36 overflow-y-auto overscroll-contain", className)}
      >
        <div
          ref={content}
          role="log"
          aria-label="Conversation"
          aria-live="off"
          className="mx-auto w-full max-w-3xl space-y-6 px-3 pt-2 pb-6 sm:px-6"
        >
          {view.later ? <EarlierStretch view={view} /> : <EarlierMessages view={view} />}
          {view.messages.map((message, index) => (
            <MessageView
              key={message.id}
              message={message}
              cards={cards}
              isAnswered={index < lastPerson || pending.length > 0 || view.later !== undefined}
              isSought={message.id === soughtId}
            />
          ))}
          {pending
            .filter(({ messageId }) => !(messageId && known.has(messageId)))
            .map((message) => (
              <PendingBubble key={message.localId} message={message} />
            ))}
          {view.later ? <LaterStretch view={view} /> : null}
          {view.requests.map(({ requestId }) => (
            <PlanningProgress key={requestId} requestId={requestId} />
          ))}
        </div>
      </div>
      {isAtBottom ? null : (
        <ToLatest href={view.later && messageHref(view.conversation.id, null)} onJump={jump} />
      )}
    </div>
  );
}

const toLatest =
  "absolute bottom-3 left-1/2 inline-flex min-h-9 -translate-x-1/2 items-center gap-2 rounded-full border border-line-strong bg-surface px-3.5 text-[0.8125rem] font-medium shadow-card hover:bg-sunken pointer-coarse:min-h-11";

/** The way to the newest message: the end of the box, or an address where that is not in it. */
function ToLatest({
  href,
  onJump,
}: {
  readonly href: string | undefined;
  readonly onJump: () => void;
}) {
  const content = (
    <>
      <ArrowDown aria-hidden className="size-4" />
      Jump to latest
    </>
  );
  if (href !== undefined)
    return (
      <Link href={href} className={toLatest}>
        {content}
      </Link>
    );
  return (
    <button type="button" onClick={onJump} className={toLatest}>
      {content}
    </button>
  );
}

/** For each request the message that shows its live card: the last one with a plan. Earlier ones fold. */
function liveCards(messages: readonly Message[]): ReadonlyMap<string, string> {
  const cards = new Map<string, string>();
  for (const message of messages) {
    for (const part of message.parts) {
      if (part.kind === "plan") cards.set(part.requestId, message.id);
    }
  }
  return cards;
}
