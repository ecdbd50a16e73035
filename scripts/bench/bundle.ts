import type { Page } from "@playwright/test";
import { signedIn, withBrowser } from "./browser-bench.ts";
import { type Metric, metric } from "./report.ts";

/** Whatever a page loads after it is drawn has come by then. */
const settledMs = 3_000;

/** Measures the script that a browser loads for the first page and for the chat: kilobytes as they are sent, all of it. */
export function benchBundle(note: (line: string) => void): Promise<Metric[]> {
  return withBrowser(note, async (bench) => {
    const { browser, chiffon } = bench;
    const stranger = await browser.newContext();
    const signin = await scriptKb(await stranger.newPage(), `${chiffon.url}/sign-in`);
    await stranger.close();
    const { context, page } = await signedIn(bench);
    const chat = await scriptKb(page, `${chiffon.url}/`);
    await context.close();
    return [
      metric("signin_script_kb_gzip", signin, "kB", { better: "lower", limit: 155 }),
      metric("chat_script_kb_gzip", chat, "kB", { better: "lower", limit: 230 }),
    ];
  });
}

/** Bodies of scripts as they came over the wire. */
async function scriptKb(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForTimeout(settledMs);
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => new URL(entry.name).pathname.endsWith(".js"))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  );
  if (bytes === 0) throw new Error(`${url} loaded no script`);
  return bytes / 1000;
}
