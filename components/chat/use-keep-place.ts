"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";

/**
 * Keeps what is being read where it is when older messages are put above it. `firstId` is the id of the first message:
 * another one means that something was put before it. Browsers do this themselves, but not at the very top.
 */
export function useKeepPlace(
  scroller: RefObject<HTMLDivElement | null>,
  firstId: string | undefined,
): void {
  const place = useRef<{ readonly first: Element; readonly top: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another first message is what moves the others
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    const held = place.current;
    if (held?.first.isConnected) box.scrollTop += topOf(held.first) - held.top;
    const remember = () => {
      const first = box.querySelector("article");
      place.current = first && { first, top: topOf(first) };
    };
    remember();
    box.addEventListener("scroll", remember, { passive: true });
    return () => box.removeEventListener("scroll", remember);
  }, [scroller, firstId]);
}

function topOf(element: Element): number {
  return element.getBoundingClientRect().top;
}
