"use client";

import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { announce } from "#components/lib/announcer.ts";
import { focusCard } from "#components/lib/focus-card.ts";
import { inboxQuery } from "#components/lib/request-queries.ts";
import {
  areSingleLettersOn,
  isTyping,
  openLegend,
  openOverlay,
  openPalette,
} from "./shortcut-state.ts";

const Palette = dynamic(() => import("./palette.tsx").then((module) => module.Palette), {
  ssr: false,
});
const Legend = dynamic(() => import("./legend.tsx").then((module) => module.Legend), {
  ssr: false,
});

/** Listens for the shortcuts of every page and shows palette and legend; both load when first asked for. */
export function Shortcuts() {
  const overlay = useSyncExternalStore(openOverlay.watch, openOverlay.get, () => "none" as const);
  useGlobalKeys();
  return (
    <>
      {overlay === "palette" ? <Palette /> : null}
      {overlay === "legend" ? <Legend /> : null}
    </>
  );
}

function useGlobalKeys(): void {
  const router = useRouter();
  const client = useQueryClient();
  useEffect(() => {
    const goToNewestPending = async () => {
      const inbox = await client.fetchQuery(inboxQuery());
      const newest = inbox.items.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
      if (newest) {
        router.push(`/?c=${newest.conversationId}#plan-${newest.requestId}`);
        await focusCard(newest.requestId);
      } else announce("Nothing is waiting for approval.");
    };
    const actions: Readonly<Record<Shortcut, () => void>> = {
      palette: openPalette,
      newestPending: () => void goToNewestPending(),
      legend: openLegend,
    };
    const onKey = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (!shortcut) return;
      event.preventDefault();
      actions[shortcut]();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [client, router]);
}

type Shortcut = "palette" | "newestPending" | "legend";

function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") return "palette";
  if (event.altKey && event.code === "KeyA") return "newestPending";
  const isLegend = event.key === "?" && !isTyping(event.target) && areSingleLettersOn();
  return isLegend ? "legend" : null;
}
