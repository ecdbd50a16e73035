import type { Page } from "@playwright/test";

/** What came of one press of a finger or a key: from the press to the frame that shows it, as the browser measures. */
export interface Press {
  readonly ms: number;
  /** Of these, until the page began to answer, and while it did; the rest went by until the frame. */
  readonly waitMs: number;
  readonly workMs: number;
  /** What was pressed, in words. */
  readonly what: string;
}

/** All presses of a page: those of less than a frame are counted, not described. */
export interface Presses {
  readonly slow: readonly Press[];
  readonly count: number;
}

/**
 * Watches every press of a page from its start, as web-vitals does: events from 16 ms on, the longest of each
 * interaction. As text: what tsx makes of a function needs a helper that pages lack.
 */
const watching = `{
  const slow = new Map();
  window.pressWatch = slow;
  const nameOf = (target) => {
    if (!(target instanceof Element)) return "something that is gone";
    const pressed = target.closest("a, button, input, summary, textarea") ?? target;
    return (pressed.getAttribute("aria-label") ?? pressed.textContent ?? "").trim().slice(0, 40);
  };
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.interactionId) continue;
      const known = slow.get(entry.interactionId);
      if (known !== undefined && known.ms >= entry.duration) continue;
      slow.set(entry.interactionId, {
        ms: entry.duration,
        waitMs: entry.processingStart - entry.startTime,
        workMs: entry.processingEnd - entry.processingStart,
        what: entry.name + " on " + nameOf(entry.target),
      });
    }
  });
  observer.observe({ type: "event", durationThreshold: 16, buffered: true });
  observer.observe({ type: "first-input", buffered: true });
}`;

export function watchPresses(page: Page): Promise<unknown> {
  return page.addInitScript(watching);
}

export async function pressesOf(page: Page): Promise<Presses> {
  // The browser tells of a press some time after the frame that showed it.
  await page.waitForTimeout(500);
  const [slow, count] = await page.evaluate<[Press[], number]>(
    "[[...window.pressWatch.values()], performance.interactionCount ?? window.pressWatch.size]",
  );
  return { slow: slow.toSorted((a, b) => b.ms - a.ms), count: Math.max(count, slow.length) };
}

/** Interaction to Next Paint: the longest of all, leaving out one for every fifty. */
export function interactionToNextPaint({ slow, count }: Presses): number {
  return slow[Math.min(slow.length - 1, Math.floor(count / 50))]?.ms ?? 0;
}
