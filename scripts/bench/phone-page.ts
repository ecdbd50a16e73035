import { type BrowserContext, type CDPSession, devices, type Page } from "@playwright/test";
import { type BrowserBench, signedIn } from "./browser-bench.ts";
import { type Metric, metric } from "./report.ts";

/** What Lighthouse takes for a phone on the move: a processor four times as slow, on a line of 150 ms and 1.6 Mbit/s. */
const slowness = 4;
const line = { latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };

/** A page with nothing cached on a phone of that processor, signed in. Its line is that of the LAN. */
export async function openPhone(
  bench: BrowserBench,
): Promise<{ context: BrowserContext; page: Page; devtools: CDPSession }> {
  const { context, page } = await signedIn(bench, {
    ...devices["Pixel 7"],
    viewport: { width: 390, height: 844 },
  });
  return { context, page, devtools: await slowDown(page) };
}

/** Makes the processor of a page as slow as a phone's. */
export async function slowDown(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowness });
  return devtools;
}

/** How a page opens on a phone, and whether anything in it moves while it comes alive. */
export async function onPhone(bench: BrowserBench, url: string): Promise<Metric[]> {
  const { context, page, devtools } = await openPhone(bench);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", { offline: false, ...line });
  await page.addInitScript(watching);
  await page.goto(url);
  const aliveMs = await aliveAt(page);
  await page.waitForTimeout(2_000);
  const { largestMs, shift } = await seen(page);
  await context.close();
  return [
    metric("phone_plan_largest_paint_ms", largestMs, "ms", { better: "lower", limit: null }),
    metric("phone_plan_alive_ms", aliveMs, "ms", { better: "lower", limit: null }),
    metric("phone_plan_layout_shift", shift, "", { better: "lower", limit: 0.1 }),
  ];
}

/** When a page that the server drew was alive: once its connection is. Milliseconds from its start. */
export async function aliveAt(page: Page): Promise<number> {
  await page
    .getByText("Live", { exact: true })
    .first()
    .waitFor({ state: "attached", timeout: 60_000 });
  return page.evaluate(() => performance.now());
}

/** As text: what tsx makes of a function needs a helper that pages lack. */
const watching = `{
  const seen = { largestMs: 0, shift: 0 };
  window.pageWatch = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.largestMs = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}`;

async function seen(page: Page): Promise<{ largestMs: number; shift: number }> {
  const [largestMs, shift] = await page.evaluate<[number, number]>(
    "[window.pageWatch.largestMs, window.pageWatch.shift]",
  );
  return { largestMs, shift };
}
