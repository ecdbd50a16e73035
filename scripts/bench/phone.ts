import type { Page } from "@playwright/test";
import { pressedAt, shownAt, watchPage } from "#tests/support/page-speed.ts";
import { type BrowserBench, withBrowser } from "./browser-bench.ts";
import { auditPages } from "./lighthouse/audit-pages.ts";
import { aliveAt, openPhone } from "./phone-page.ts";
import { benchPresses } from "./phone-presses.ts";
import { type Metric, median, metric, percentile } from "./report.ts";

const rounds = 5;

/**
 * Measures what people feel on a phone: what Lighthouse says of the pages, how soon the chat is alive and pages change
 * on the LAN with a processor four times as slow, and how soon a press is answered while 200 lines a second stream.
 */
export function benchPhone(note: (line: string) => void): Promise<Metric[]> {
  return withBrowser(note, async (bench) => {
    const { url } = bench.chiffon;
    const { requestId } = await bench.client.say("Report disk space");
    await bench.client.waitFor(requestId, ({ card }) => card === "awaiting");
    return [
      ...(await benchChat(bench)),
      ...(await benchPageChanges(bench)),
      ...(await benchPresses(bench)),
      ...(await auditPages(bench, {
        stranger: { name: "signin", url: `${url}/sign-in` },
        signedIn: [
          { name: "chat", url: `${url}/` },
          { name: "request", url: `${url}/requests/${requestId}` },
        ],
      })),
    ];
  });
}

/** How soon the chat is alive, with nothing cached, beside a page that only says a word. */
async function benchChat(bench: BrowserBench): Promise<Metric[]> {
  const [alive, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const { context, page } = await openPhone(bench);
    await page.goto(`${bench.chiffon.url}/api/health`);
    bare.push(await page.evaluate(() => performance.now()));
    await page.goto(`${bench.chiffon.url}/`);
    alive.push(await aliveAt(page));
    await context.close();
  }
  bench.note(`chat alive: ${alive.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  const better = "lower" as const;
  return [
    metric("phone_chat_alive_ms", median(alive), "ms", { better, limit: 2_000 }),
    metric("phone_bare_page_ms", median(bare), "ms", { better, limit: null }),
  ];
}

/** Pages of the bar at the bottom, and what shows that one is there. */
const pages = [
  ...["Approvals", "Audit", "Fleet"].map((name) => ({
    ...{ name, shown: `document.querySelector("main h1")?.textContent === "${name}"` },
  })),
  {
    name: "Chat",
    shown: `document.querySelector('main textarea[aria-label="What should happen?"]') !== null`,
  },
];

/** From the tap to the frame that shows the next page; a page's first time is told apart. */
async function benchPageChanges(bench: BrowserBench): Promise<Metric[]> {
  const { context, page } = await openPhone(bench);
  await page.goto(`${bench.chiffon.url}/`);
  await aliveAt(page);
  const [first, again]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1)
    for (const { name, shown } of pages) {
      await page.waitForTimeout(500);
      const ms = await changeMs(page, name, shown);
      (round === 0 ? first : again).push(ms);
    }
  await context.close();
  bench.note(`page changes, first: ${first.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  bench.note(`page changes, then: ${again.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  const better = "lower" as const;
  return [
    metric("phone_first_page_change_ms_p50", median(first), "ms", { better, limit: null }),
    metric("phone_page_change_ms_p50", median(again), "ms", { better, limit: 200 }),
    metric("phone_page_change_ms_p95", percentile(again, 0.95), "ms", { better, limit: null }),
  ];
}

async function changeMs(page: Page, name: string, shown: string): Promise<number> {
  await watchPage(page, shown);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).tap();
  return (await shownAt(page)) - (await pressedAt(page));
}
