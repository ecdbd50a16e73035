"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Keyboard, MessageSquareText, ShieldCheck, SquarePen, TextSearch } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useDeferredValue, useState } from "react";
import { conversationsQuery, searchQuery } from "#components/lib/conversation-queries.ts";
import { messageHref } from "#components/lib/message-address.ts";
import { inboxQuery } from "#components/lib/request-queries.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Hit } from "./found.tsx";
import { navigationItems } from "./navigation.ts";
import { closeOverlay, openLegend } from "./shortcut-state.ts";

const itemClass =
  "flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 text-sm pointer-fine:min-h-9 " +
  "data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent";

/** Search and commands: pages, plans that wait, conversations. */
export function Palette() {
  const router = useRouter();
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const go = (href: string) => {
    closeOverlay();
    router.push(href);
  };
  return (
    <Dialog isOpen onClose={closeOverlay} title="Search and commands" size="wide">
      <Command
        loop
        filter={matchScore}
        className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-ink-faint"
      >
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          maxLength={200}
          placeholder="Search pages, and what was said"
          className="h-11 w-full rounded-lg border border-line-strong bg-surface px-3 text-base"
        />
        <Command.List className="mt-2 max-h-[50dvh] overflow-y-auto">
          <Command.Empty className="px-3 py-8 text-center text-sm text-ink-soft">
            Nothing found.
          </Command.Empty>
          <WaitingPlans onPick={go} />
          <Pages onPick={go} />
          <Conversations onPick={go} />
          <FoundConversations search={search} onPick={go} />
        </Command.List>
      </Command>
    </Dialog>
  );
}

interface Picking {
  readonly onPick: (href: string) => void;
}

function WaitingPlans({ onPick }: Picking) {
  const { data } = useQuery(inboxQuery());
  return (
    <Group title="Needs approval">
      {data?.items.map((item) => (
        <Command.Item
          key={item.planId}
          value={`approve ${item.summary} ${item.planId}`}
          className={itemClass}
          onSelect={() => onPick(`/?c=${item.conversationId}#plan-${item.requestId}`)}
        >
          <ShieldCheck aria-hidden className="size-4 shrink-0" />
          <span className="truncate">{item.summary}</span>
        </Command.Item>
      ))}
    </Group>
  );
}

function Pages({ onPick }: Picking) {
  return (
    <Group title="Go to">
      <Command.Item value="new request" className={itemClass} onSelect={() => onPick("/")}>
        <SquarePen aria-hidden className="size-4" /> New request
      </Command.Item>
      {navigationItems.slice(1).map(({ href, label, icon: Icon }) => (
        <Command.Item key={href} value={label} className={itemClass} onSelect={() => onPick(href)}>
          <Icon aria-hidden className="size-4" /> {label}
        </Command.Item>
      ))}
      <Command.Item value="keyboard shortcuts" className={itemClass} onSelect={openLegend}>
        <Keyboard aria-hidden className="size-4" /> Keyboard shortcuts
      </Command.Item>
    </Group>
  );
}

function Conversations({ onPick }: Picking) {
  const { data } = useQuery(conversationsQuery());
  return (
    <Group title="Conversations">
      {data?.conversations.slice(0, 50).map(({ id, title }) => (
        <Command.Item
          key={id}
          value={`${title} ${id}`}
          className={itemClass}
          onSelect={() => onPick(`/?c=${id}`)}
        >
          <MessageSquareText aria-hidden className="size-4 shrink-0" />
          <span className="truncate">{title}</span>
        </Command.Item>
      ))}
    </Group>
  );
}

/** What was said in conversations; the server searches, so that whatever it found is shown. */
function FoundConversations({ search, onPick }: Picking & { readonly search: string }) {
  const { data } = useQuery(searchQuery(search));
  if (search === "") return null;
  return (
    <Group title="Said in conversations">
      {data?.hits
        .filter(({ messageId }) => messageId !== null)
        .map((hit) => (
          <Command.Item
            // Items that change their value stay hidden (cmdk 1.1): each search makes its own.
            key={`${search} ${hit.conversationId}`}
            value={`said ${search} ${hit.conversationId}`}
            className={itemClass}
            onSelect={() => onPick(messageHref(hit.conversationId, hit.messageId))}
          >
            <TextSearch aria-hidden className="size-4 shrink-0" />
            <span className="min-w-0 flex-1 py-1">
              <Hit hit={hit} />
            </span>
          </Command.Item>
        ))}
    </Group>
  );
}

/** Every typed word must occur; the start of a name counts most. */
function matchScore(value: string, search: string): number {
  const text = value.toLowerCase();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  return text.startsWith(words[0] ?? "") ? 1 : 0.5;
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const isEmpty = Array.isArray(children) ? children.length === 0 : !children;
  return isEmpty ? null : <Command.Group heading={title}>{children}</Command.Group>;
}
