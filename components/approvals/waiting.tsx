"use client";

import { ListChecks, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import { PlanCard } from "#components/plan/plan-card.tsx";
import { useMay } from "#components/shell/session.tsx";
import { areSingleLettersOn, isTyping } from "#components/shell/shortcut-state.ts";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import { BatchDialog } from "./batch-dialog.tsx";
import { ItemFacts } from "./item-facts.tsx";

/** The list of waiting plans, the card of the one that is open, and those picked to be approved together. */
export function Waiting({ items }: { readonly items: readonly InboxItem[] }) {
  const [openId, setOpenId] = useState<string | null>(null);
  const batch = useBatch(items);
  const list = useRef<HTMLUListElement>(null);
  const card = useRef<HTMLDivElement>(null);
  const open = (requestId: string) => {
    setOpenId(requestId);
    // On phones the card stands below the list.
    if (window.matchMedia("(width < 64rem)").matches) card.current?.scrollIntoView();
  };
  // A decided plan leaves the list: its card stays open until another is picked.
  const shownId = openId ?? items[0]?.requestId ?? null;
  useInboxKeys({
    step: (by) => {
      const index = items.findIndex((item) => item.requestId === shownId);
      const next = items[Math.max(0, Math.min(items.length - 1, index + by))];
      if (!next) return;
      setOpenId(next.requestId);
      list.current?.querySelector<HTMLElement>(`[data-request="${next.requestId}"]`)?.focus();
    },
    pick: () => {
      const item = items.find(({ requestId }) => requestId === shownId);
      if (item && batch.canDecide) batch.toggle(item);
    },
    approve: () => {
      if (!batch.canDecide) return;
      if (batch.picked.length > 0) batch.ask();
      else announce("Pick plans with X first.");
    },
  });
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <div>
        {batch.picked.length > 0 ? <BatchBar batch={batch} /> : null}
        <ul ref={list} className="space-y-2">
          {items.map((item) => (
            <li key={item.planId} className="flex items-stretch">
              {batch.canDecide ? (
                <PickBox
                  item={item}
                  isPicked={batch.picked.includes(item)}
                  onPick={() => batch.toggle(item)}
                />
              ) : null}
              <ItemButton
                item={item}
                isOpen={item.requestId === shownId}
                onOpen={() => open(item.requestId)}
              />
            </li>
          ))}
        </ul>
      </div>
      <div ref={card} className="min-w-0 scroll-mt-3">
        {shownId ? <PlanCard key={shownId} requestId={shownId} /> : null}
      </div>
      {batch.asked ? <BatchDialog items={batch.asked} onClose={batch.stopAsking} /> : null}
    </div>
  );
}

const canBePicked = ({ risk }: InboxItem) => risk !== "high";

/** Plans picked to be approved together: only those that the list shows, never one of high risk. */
function useBatch(items: readonly InboxItem[]) {
  const canDecide = useMay("plan.decide");
  const [pickedIds, setPickedIds] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<readonly InboxItem[] | null>(null);
  const picked = items.filter((item) => canBePicked(item) && pickedIds.has(item.planId));
  const toggle = (item: InboxItem) => {
    if (!canBePicked(item)) return announce("High risk is approved by itself.");
    const wasPicked = pickedIds.has(item.planId);
    const rest = [...pickedIds].filter((planId) => planId !== item.planId);
    setPickedIds(new Set(wasPicked ? rest : [...rest, item.planId]));
    announce(wasPicked ? "Not picked any more." : "Picked.");
  };
  return {
    ...{ canDecide, picked, toggle, asked },
    clear: () => setPickedIds(new Set()),
    // What is shown in the dialog stays as it was when it was asked.
    ask: () => setAsked(picked),
    stopAsking: () => setAsked(null),
  };
}

function BatchBar({ batch }: { readonly batch: ReturnType<typeof useBatch> }) {
  const count = batch.picked.length;
  return (
    <div className="sticky top-2 z-10 mb-2 flex flex-wrap items-center gap-2 rounded-xl border border-accent-line bg-accent-soft p-2 text-sm">
      <p role="status" className="flex-1 px-1 font-medium">
        {count} picked
      </p>
      <Button size="small" icon={X} onClick={batch.clear}>
        Clear
      </Button>
      <Button size="small" variant="primary" icon={ListChecks} onClick={batch.ask}>
        Approve…
      </Button>
    </div>
  );
}

function PickBox({
  item,
  isPicked,
  onPick,
}: {
  readonly item: InboxItem;
  readonly isPicked: boolean;
  readonly onPick: () => void;
}) {
  const canPick = canBePicked(item);
  return (
    <label
      title={canPick ? undefined : "High risk is approved by itself"}
      className="grid w-11 shrink-0 place-items-center"
    >
      <input
        type="checkbox"
        checked={isPicked}
        disabled={!canPick}
        onChange={onPick}
        aria-label={`Pick ${item.summary}`}
        className="size-5 accent-(--accent)"
      />
    </label>
  );
}

function ItemButton({
  item,
  isOpen,
  onOpen,
}: {
  readonly item: InboxItem;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  return (
    <button
      type="button"
      data-request={item.requestId}
      aria-pressed={isOpen}
      onClick={onOpen}
      className={classNames(
        "block w-full min-w-0 rounded-xl border bg-surface p-3 text-left",
        isOpen ? "border-accent ring-1 ring-accent" : "border-line hover:border-line-strong",
      )}
    >
      <ItemFacts item={item} />
    </button>
  );
}

interface InboxKeys {
  readonly step: (by: -1 | 1) => void;
  readonly pick: () => void;
  readonly approve: () => void;
}

/** J and K step, X picks, Shift A asks about what is picked. */
function useInboxKeys(keys: InboxKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || !areSingleLettersOn()) return;
      actionOf(event.key)?.(latest.current);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function actionOf(key: string): ((keys: InboxKeys) => void) | null {
  switch (key) {
    case "j":
      return ({ step }) => step(1);
    case "k":
      return ({ step }) => step(-1);
    case "x":
      return ({ pick }) => pick();
    case "A":
      return ({ approve }) => approve();
    default:
      return null;
  }
}
