"use client";

import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { inboxQuery } from "#components/lib/queries.ts";
import { PlanCard } from "#components/plan/plan-card.tsx";
import { riskLooks } from "#components/plan/status-look.ts";
import { Page } from "#components/shell/page.tsx";
import { areSingleLettersOn, isTyping } from "#components/shell/shortcut-state.ts";
import { toneText } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Ago, Until } from "#components/ui/moment.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { InboxItem } from "#server/contracts/api.ts";
import { Handoffs } from "./handoffs.tsx";

/** Plans that wait for a decision: the list, and beside it the card of the one that is picked. */
export function ApprovalsPage() {
  const { data, error, refetch } = useQuery(inboxQuery());
  const items = data?.items ?? [];
  return (
    <Page title="Approvals" description={data ? countText(items.length) : undefined}>
      <Handoffs />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={5} /> : null}
      {data && items.length === 0 ? (
        <EmptyState
          icon={Inbox}
          title="Nothing is waiting for approval"
          action={
            <Link href="/" className={buttonClass()}>
              Ask for something
            </Link>
          }
        >
          Plans that need a decision appear here, and the navigation shows how many there are.
        </EmptyState>
      ) : null}
      {items.length > 0 ? <Waiting items={items} /> : null}
    </Page>
  );
}

function countText(count: number): string {
  if (count === 0) return "Plans that need a decision.";
  return count === 1 ? "1 plan needs a decision." : `${count} plans need a decision.`;
}

function Waiting({ items }: { readonly items: readonly InboxItem[] }) {
  const [pickedId, setPickedId] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const pick = (requestId: string) => {
    setPickedId(requestId);
    // On phones the card stands below the list.
    if (window.matchMedia("(width < 64rem)").matches) card.current?.scrollIntoView();
  };
  // A decided plan leaves the list: its card stays open until another is picked.
  const shownId = pickedId ?? items[0]?.requestId ?? null;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = stepOf(event);
      if (step === 0) return;
      const index = items.findIndex((item) => item.requestId === shownId);
      const next = items[Math.max(0, Math.min(items.length - 1, index + step))];
      if (!next) return;
      setPickedId(next.requestId);
      list.current?.querySelector<HTMLElement>(`[data-request="${next.requestId}"]`)?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [items, shownId]);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <ul ref={list} className="space-y-2">
        {items.map((item) => (
          <li key={item.planId}>
            <ItemButton
              item={item}
              isPicked={item.requestId === shownId}
              onPick={() => pick(item.requestId)}
            />
          </li>
        ))}
      </ul>
      <div ref={card} className="min-w-0 scroll-mt-3">
        {shownId ? <PlanCard key={shownId} requestId={shownId} /> : null}
      </div>
    </div>
  );
}

function stepOf(event: KeyboardEvent): -1 | 0 | 1 {
  if (event.ctrlKey || event.metaKey || event.altKey) return 0;
  if (isTyping(event.target) || !areSingleLettersOn()) return 0;
  if (event.key === "j") return 1;
  return event.key === "k" ? -1 : 0;
}

function ItemButton({
  item,
  isPicked,
  onPick,
}: {
  readonly item: InboxItem;
  readonly isPicked: boolean;
  readonly onPick: () => void;
}) {
  const risk = item.risk in riskLooks ? riskLooks[item.risk as keyof typeof riskLooks] : null;
  return (
    <button
      type="button"
      data-request={item.requestId}
      aria-pressed={isPicked}
      onClick={onPick}
      className={classNames(
        "block w-full rounded-xl border bg-surface p-3 text-left",
        isPicked ? "border-accent ring-1 ring-accent" : "border-line hover:border-line-strong",
      )}
    >
      <span className="line-clamp-2 text-sm font-semibold">{item.summary}</span>
      <span className="mt-1 flex flex-wrap gap-x-2.5 gap-y-0.5 text-xs text-ink-soft">
        <span className="font-mono">{item.hosts.join(", ")}</span>
        {risk ? (
          <span className={classNames("inline-flex items-center gap-1", toneText[risk.tone])}>
            <risk.icon aria-hidden className="size-3.5" />
            {risk.label}
          </span>
        ) : null}
      </span>
      <span className="mt-1 block text-xs text-ink-faint">
        {item.submittedBy}, <Ago at={item.createdAt} /> · expires <Until at={item.expiresAt} />
      </span>
    </button>
  );
}
