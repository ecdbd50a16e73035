import type { Page } from "@playwright/test";

/**
 * How soon a page shows what happened, by the clock of the pages themselves: from the instant of a person's press, as
 * the browser stamps it, to the frame that shows what came of it. Pages of one machine share that clock.
 */
interface SpeedWatch {
  pressedAt: number | null;
  shownAt: number | null;
}

declare global {
  interface Window {
    speedWatch?: SpeedWatch;
  }
}

/** What a page is watched for. As text: what tsx makes of a function needs a helper that pages lack. */
type Condition = string;

/** A bubble of the chat with just that text. */
export function bubbleOf(text: string): Condition {
  return `[...document.querySelectorAll('article[aria-label="You wrote"]')]
    .some((bubble) => (bubble.firstElementChild?.textContent ?? "").trim() === ${JSON.stringify(text)})`;
}

/** The card of a request as it is once somebody approved it: it says who, and there is nothing left to press. */
export function approvedCard(text: string, by: string): Condition {
  return `[...document.querySelectorAll(${JSON.stringify(`section[aria-label=${JSON.stringify(text)}]`)})]
    .some((card) => card.textContent.includes(${JSON.stringify(`Approved by ${by}`)}) &&
      ![...card.querySelectorAll("button")].some((button) => /^Approve/.test(button.textContent)))`;
}

/** Begins to watch a page: for the next press on it, and for the first frame in which the condition holds. */
export async function watchPage(page: Page, condition: Condition): Promise<void> {
  await page.evaluate(`{
    const watch = { pressedAt: null, shownAt: null };
    window.speedWatch = watch;
    for (const kind of ["keydown", "click"])
      window.addEventListener(kind, (event) => {
        if (kind === "click" || event.key === "Enter") watch.pressedAt = performance.timeOrigin + event.timeStamp;
      }, { capture: true });
    const observer = new MutationObserver(() => {
      if (!(${condition})) return;
      observer.disconnect();
      requestAnimationFrame(() => { watch.shownAt = performance.timeOrigin + performance.now(); });
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  }`);
}

/** When the last press was, and when the page first showed what it was watched for; waits for the latter. */
export async function shownAt(page: Page): Promise<number> {
  await page.waitForFunction(() => window.speedWatch?.shownAt != null, null, { timeout: 60_000 });
  return (await page.evaluate(() => window.speedWatch?.shownAt)) ?? Number.NaN;
}

/** When somebody last pressed on a watched page. */
export async function pressedAt(page: Page): Promise<number> {
  const at = await page.evaluate(() => window.speedWatch?.pressedAt);
  if (at == null) throw new Error("nothing was pressed on that page");
  return at;
}

/** What the same press would take at least: one bare question to the server, from the page. */
export async function bareRoundTripMs(page: Page): Promise<number> {
  return Number(
    await page.evaluate(`(async () => {
      const askedAt = performance.now();
      await (await fetch("/api/health")).arrayBuffer();
      return performance.now() - askedAt;
    })()`),
  );
}
