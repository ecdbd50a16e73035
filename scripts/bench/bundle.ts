import type { Page } from "@playwright/test";
import type { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { signedIn, withBrowser } from "./browser-bench.ts";
import { onPhone } from "./phone-page.ts";
import { type Metric, metric } from "./report.ts";

/** Whatever a page loads after it is drawn has come by then. */
const settledMs = 3_000;

/**
 * Measures the script that a browser loads for the first page, for the chat and for a conversation with a plan, in
 * kilobytes as they are sent: all that comes before anybody moves, presses or types. What those first signs of a person
 * load besides is measured as well, and how a phone on a slow line sees the plan.
 */
export function benchBundle(note: (line: string) => void): Promise<Metric[]> {
  return withBrowser(note, async (bench) => {
    const { browser, chiffon } = bench;
    const stranger = await browser.newContext();
    const signin = await scriptKb(await stranger.newPage(), `${chiffon.url}/sign-in`);
    await stranger.close();
    const { context, page } = await signedIn(bench);
    const chat = await scriptKb(page, `${chiffon.url}/`);
    const later = (await scriptKbAfterSign(page)) - chat;
    await context.close();
    const withPlan = `${chiffon.url}/?c=${await conversationWithPlan(bench.client)}`;
    const other = await signedIn(bench);
    const plan = await scriptKb(other.page, withPlan);
    await other.context.close();
    return [
      metric("signin_script_kb_gzip", signin, "kB", { better: "lower", limit: 155 }),
      metric("chat_script_kb_gzip", chat, "kB", { better: "lower", limit: 230 }),
      metric("chat_later_script_kb_gzip", later, "kB", { better: "lower", limit: null }),
      metric("plan_script_kb_gzip", plan, "kB", { better: "lower", limit: null }),
      ...(await onPhone(bench, withPlan)),
    ];
  });
}

async function conversationWithPlan(client: ChiffonClient): Promise<string> {
  const { requestId, conversationId } = await client.say("Report disk space");
  await client.waitFor(requestId, ({ card }) => card === "awaiting");
  return conversationId;
}

/** What a page loads before anybody does anything. */
async function scriptKb(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForTimeout(settledMs);
  return loadedKb(page);
}

/** The same once a pointer has moved. */
async function scriptKbAfterSign(page: Page): Promise<number> {
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await page.waitForTimeout(settledMs);
  return loadedKb(page);
}

/** Bodies of scripts as they came over the wire. */
async function loadedKb(page: Page): Promise<number> {
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => new URL(entry.name).pathname.endsWith(".js"))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  );
  if (bytes === 0) throw new Error(`${page.url()} loaded no script`);
  return bytes / 1000;
}
