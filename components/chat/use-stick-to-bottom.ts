"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const nearPx = 80;

/**
 * Keeps a scrolling list at its end while new content arrives, as long as the reader is there; scrolling up lets go.
 * Give `resetKey` the id of what is shown: a new one starts at the end again.
 */
export function useStickToBottom(resetKey: string | null): {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtBottom: boolean;
  readonly jump: () => void;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isSticking = useRef(true);
  const [isAtBottom, setAtBottom] = useState(true);

  const jump = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    isSticking.current = true;
    box.scrollTop = box.scrollHeight;
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation starts at its end
  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return undefined;
    const onScroll = () => {
      const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
      isSticking.current = isNear;
      setAtBottom(isNear);
    };
    const observer = new ResizeObserver(() => {
      if (isSticking.current) box.scrollTop = box.scrollHeight;
    });
    if (!window.location.hash) jump();
    observer.observe(inner);
    observer.observe(box);
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, [resetKey, jump]);

  return { scroller, content, isAtBottom, jump };
}
