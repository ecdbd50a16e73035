"use client";

import { useQuery } from "@tanstack/react-query";
import { type LucideIcon, Play, Search, Stamp, X } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { conversationsQuery } from "#components/lib/conversation-queries.ts";
import { useNow } from "#components/lib/use-now.ts";
import { classNames } from "#components/ui/class-names.ts";
import { Link } from "#components/ui/link.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { type ConversationGroup, groupConversations } from "./conversation-groups.ts";
import { Found } from "./found.tsx";

/** Past conversations with a search through what was said in them. */
export function ConversationList({ onPick }: { readonly onPick?: () => void }) {
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  return (
    <section aria-label="Conversations" className="flex h-full min-h-0 flex-col">
      <div className="relative px-3 py-2">
        <Search
          aria-hidden
          className="absolute top-1/2 left-5 size-3.5 -translate-y-1/2 text-ink-faint"
        />
        <input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={200}
          aria-label="Search conversations"
          placeholder="Search conversations"
          className="h-9 w-full rounded-md bg-sunken pr-8 pl-8 text-base pointer-fine:h-8 pointer-fine:text-[0.8125rem] [&::-webkit-search-cancel-button]:hidden"
        />
        {text ? (
          <button
            type="button"
            aria-label="Clear search"
            onClick={() => setText("")}
            className="absolute top-1/2 right-4 grid size-6 -translate-y-1/2 place-items-center text-ink-faint hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        ) : null}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {search ? <Found text={search} onPick={onPick} /> : <Conversations onPick={onPick} />}
      </div>
    </section>
  );
}

function Conversations({ onPick }: { readonly onPick: (() => void) | undefined }) {
  const openId = useSearchParams().get("c");
  const { data, error, refetch } = useQuery(conversationsQuery());
  const now = useNow();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={5} className="px-2 pt-2" />;
  if (data.conversations.length === 0) {
    return (
      <p className="px-2 pt-2 text-[0.8125rem] text-ink-faint">
        Your conversations will appear here.
      </p>
    );
  }
  return groupConversations(data.conversations, now).map((group) => (
    <Group key={group.title} group={group} openId={openId} onPick={onPick} />
  ));
}

function Group({
  group: { title: heading, conversations },
  openId,
  onPick,
}: {
  readonly group: ConversationGroup;
  readonly openId: string | null;
  readonly onPick: (() => void) | undefined;
}) {
  return (
    <section aria-label={heading || "Conversations"}>
      {heading ? (
        <h2 className="px-2 pt-3 pb-1 text-xs font-semibold text-ink-faint">{heading}</h2>
      ) : null}
      <ul>
        {conversations.map(({ id, title, awaiting, running = 0 }) => (
          <li key={id}>
            <Link
              href={`/?c=${id}`}
              onClick={onPick}
              aria-current={id === openId ? "true" : undefined}
              className={classNames(
                "flex min-h-11 items-center gap-2 rounded-md px-2 text-sm lg:min-h-8 lg:text-[0.8125rem]",
                id === openId ? "bg-sunken font-medium text-ink" : "text-ink-soft hover:bg-sunken",
              )}
            >
              <span className="min-w-0 flex-1 truncate">{title}</span>
              {running > 0 ? (
                <Mark
                  icon={Play}
                  className="border-busy-line bg-busy-soft text-busy"
                  text="running"
                />
              ) : null}
              {awaiting > 0 ? (
                <Mark
                  icon={Stamp}
                  className="border-accent-line bg-accent-soft text-accent"
                  text="needs approval"
                />
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Names are cut before marks are: a mark is a sign, and its words are for those who hear them or point at it. */
function Mark({
  icon: Icon,
  text,
  className,
}: {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly className: string;
}) {
  return (
    <span
      title={text}
      className={classNames(
        "grid size-5 shrink-0 place-items-center rounded-full border",
        className,
      )}
    >
      <Icon aria-hidden className="size-3" />
      <span className="sr-only">{text}</span>
    </span>
  );
}
