"use client";

import { memo } from "react";
import { messageElementId } from "#components/lib/message-address.ts";
import { PlanlessRequest } from "#components/plan/planless-request.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { LogoMark } from "#components/ui/logo.tsx";
import { Ago } from "#components/ui/moment.tsx";
import type { Message } from "#server/contracts/chat.ts";
import { MessagePartView } from "./message-part.tsx";
import { bubble } from "./pending-message.tsx";

const soughtLook = "rounded-xl bg-accent-soft p-3 ring-2 ring-accent scroll-mt-4";

/** One message: a person's on the right, Chiffon's across the column. */
export const MessageView = memo(function MessageView({
  message,
  cards,
  isAnswered,
  isSought = false,
}: {
  readonly message: Message;
  /** Which message shows the live card of each request. */
  readonly cards: ReadonlyMap<string, string>;
  /** A person wrote after it: its questions are closed. */
  readonly isAnswered: boolean;
  /** A search led here: it stands out. */
  readonly isSought?: boolean;
}) {
  const place = {
    id: messageElementId(message.id),
    tabIndex: isSought ? -1 : undefined,
    "data-sought": isSought ? "" : undefined,
  };
  if (message.author === "person") {
    return (
      <article
        {...place}
        aria-label={`${message.authorName} wrote`}
        className={classNames("group", isSought && soughtLook)}
      >
        <div className={bubble}>
          {message.parts.map((part) => (part.kind === "text" ? part.text : "")).join("\n")}
        </div>
        <p className="mt-1 text-right text-xs text-ink-faint">
          {message.authorName}, <Ago at={message.createdAt} />
        </p>
      </article>
    );
  }
  return (
    <article
      {...place}
      aria-label="Chiffon answered"
      className={classNames("relative", isSought && soughtLook)}
    >
      <LogoMark className="absolute top-0.5 -left-9 hidden size-5 text-accent xl:block" />
      <div className="space-y-3">
        {message.parts.map((part, index) => (
          <MessagePartView
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a message never change place
            key={index}
            part={part}
            isLiveCard={part.kind === "plan" && cards.get(part.requestId) === message.id}
            isAnswered={isAnswered}
          />
        ))}
        <LeftOver message={message} isAnswered={isAnswered} />
      </div>
    </article>
  );
});

/** What to do with a request that got no plan, below the message that says so: an error, or a question passed over. */
function LeftOver({
  message: { requestId, parts },
  isAnswered,
}: {
  readonly message: Message;
  readonly isAnswered: boolean;
}) {
  if (requestId === null) return null;
  if (parts.some((part) => part.kind === "error"))
    return <PlanlessRequest requestId={requestId} end="failed" />;
  return isAnswered && parts.some((part) => part.kind === "question") ? (
    <PlanlessRequest requestId={requestId} end="blocked" />
  ) : null;
}
