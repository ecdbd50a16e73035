"use client";

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { useIsAlive } from "#components/lib/use-is-alive.ts";

const nearPx = 80;

/**
 * Keeps a scrolling list at its end while new content arrives, as long as the reader is there; scrolling up lets go.
 * Give `resetKey` the id of what is shown: a new one starts at the end again, or at the element of the id `soughtId`,
 * which gets the focus.
 */
export function useStickToBottom(
  resetKey: string | null,
  soughtId: string | null = null,
): {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtBottom: boolean;
  readonly jump: () => void;
  /** For the scroller: shows its end even before the page is alive. */
  readonly className: string;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isSticking = useRef(true);
  const [isAtBottom, setAtBottom] = useState(true);

  const jump = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    isSticking.current = true;
    box.scrollTop = endOf(box);
  }, []);

  const isAlive = useIsAlive();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation, and a page come alive, starts at its end
  useLayoutEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return undefined;
    let lastTop = box.scrollTop;
    const onScroll = () => {
      const isNear = endOf(box) - box.scrollTop < nearPx;
      // Content that grows moves the end away without anyone scrolling: only going up lets go.
      if (isNear) isSticking.current = true;
      else if (box.scrollTop < lastTop) isSticking.current = false;
      lastTop = box.scrollTop;
      setAtBottom(isNear || isSticking.current);
    };
    const observer = new ResizeObserver(() => {
      if (isSticking.current) box.scrollTop = endOf(box);
    });
    const place = elementIn(box, soughtId ?? window.location.hash.slice(1));
    if (place) {
      isSticking.current = false;
      goTo(place, soughtId !== null);
    } else {
      jump();
    }
    observer.observe(inner);
    observer.observe(box);
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, [resetKey, soughtId, isAlive, jump]);

  // Lying upside down, a box shows its end without any script; once alive, scrolling is ours.
  const className = isAlive ? "" : "flex flex-col-reverse";
  return { scroller, content, isAtBottom, jump, className };
}

function goTo(place: HTMLElement, isSought: boolean): void {
  place.scrollIntoView(isSought ? { block: "center" } : undefined);
  if (isSought) place.focus({ preventScroll: true });
}

/** What the address points at, such as `#plan-ID` of a notification, or a message that was sought. */
function elementIn(box: HTMLElement, id: string): HTMLElement | null {
  const place = id === "" ? null : document.getElementById(id);
  return box.contains(place) ? place : null;
}

/**
 * Where the end is: the bottom, or the head of a last card that waits for a decision and is taller than the screen.
 * Its facts must be read first, and its buttons stick to the bottom anyway.
 */
function endOf(box: HTMLElement): number {
  const bottom = box.scrollHeight - box.clientHeight;
  const card = [...box.querySelectorAll<HTMLElement>("[data-waiting]")].at(-1);
  if (!card) return bottom;
  const top = card.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  const isLast = box.scrollHeight - (top + card.offsetHeight) < 160;
  return isLast ? Math.min(bottom, top - 8) : bottom;
}
