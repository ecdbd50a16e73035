"use client";

import { useQuery } from "@tanstack/react-query";
import { searchQuery } from "#components/lib/conversation-queries.ts";
import { messageHref } from "#components/lib/message-address.ts";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { SearchHit } from "#server/contracts/chat.ts";

/** Conversations in which something was said, each with the place where it was. */
export function Found({
  text,
  onPick,
}: {
  readonly text: string;
  readonly onPick: (() => void) | undefined;
}) {
  const { data, error, refetch } = useQuery(searchQuery(text));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={5} className="px-2 pt-2" />;
  if (data.hits.length === 0)
    return (
      <p role="status" className="px-2 pt-2 text-[0.8125rem] text-ink-faint">
        Nothing found for “{text}”.
      </p>
    );
  return (
    <>
      <p role="status" className="px-2 pt-1 pb-1 text-xs text-ink-faint">
        {countText(data.hits.length, data.hasMore)}
      </p>
      <ul>
        {data.hits.map((hit) => (
          <li key={hit.conversationId}>
            <Link
              href={messageHref(hit.conversationId, hit.messageId)}
              onClick={onPick}
              className="block rounded-md px-2 py-1.5 hover:bg-sunken"
            >
              <Hit hit={hit} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function countText(count: number, hasMore: boolean): string {
  if (hasMore) return `The ${count} newest; add a word to find others.`;
  return count === 1 ? "1 conversation" : `${count} conversations`;
}

/** What was found in one conversation. */
export function Hit({ hit }: { readonly hit: SearchHit }) {
  const { title, snippet, messageId, authorName, at, count } = hit;
  return (
    <>
      <span className="block truncate text-sm font-medium lg:text-[0.8125rem]">{title}</span>
      {messageId === null ? null : (
        <span className="line-clamp-2 text-xs leading-5 break-words text-ink-soft">
          <Marked parts={snippet} />
        </span>
      )}
      <span className="block truncate text-xs text-ink-faint">
        {messageId === null ? "Title" : authorName}, <Ago at={at} />
        {count > 1 ? ` · ${count} messages` : ""}
      </span>
    </>
  );
}

function Marked({ parts }: { readonly parts: SearchHit["snippet"] }) {
  return parts.map(({ text, isHit }, index) =>
    isHit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a snippet never change place
      <mark key={index} className="rounded-xs bg-warn-soft px-px font-semibold text-ink">
        {text}
      </mark>
    ) : (
      text
    ),
  );
}
