import type { Page } from "@playwright/test";
import { loadConfig } from "#server/config.ts";
import { createContainer } from "#server/container.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { type BrowserBench, signedIn, withBrowser } from "./browser-bench.ts";
import { approvePrepared, prepareNoops } from "./noop-plans.ts";
import { type Metric, median, metric } from "./report.ts";

const lines = 100_000;
const entries = 10_000;
const entriesAtOnce = 500;
const opens = 3;
const scrolls = 60;
const maxPresses = 200;

/** Measures what long output and a long history cost the browser: until they are there, and the worst frame while scrolled. */
export function benchUi(note: (line: string) => void): Promise<Metric[]> {
  return withBrowser(note, async (bench) => [
    ...(await benchLog(bench)),
    ...(await benchTimeline(bench)),
  ]);
}

async function benchLog(bench: BrowserBench): Promise<Metric[]> {
  const { chiffon, client, note } = bench;
  note(`a run of ${lines} lines`);
  await client.call("GET", "/api/repositories");
  const [plan] = await prepareNoops(chiffon, 1, {
    repository: "Homelab",
    argv: ["/usr/bin/seq", "-f", "ok: [host-%g] => (item=package)", String(lines)],
  });
  if (plan === undefined) throw new Error("no plan");
  await approvePrepared(client, [plan]);
  const { context, page } = await signedIn(bench);
  const address = `${chiffon.url}/requests/${plan.requestId}`;
  const samples: number[] = [];
  for (let round = 0; round < opens; round++) {
    await page.goto("about:blank");
    await page.goto(address, { waitUntil: "domcontentloaded" });
    samples.push(await openLog(page));
  }
  const worst = await worstFrame(page, '[role="log"]');
  await context.close();
  return [
    metric("log_100k_open_ms", median(samples), "ms", { better: "lower", limit: 500 }),
    metric("log_worst_frame_ms", worst, "ms", { better: "lower", limit: 100 }),
  ];
}

/** From the press that opens the output until a line of it is drawn; milliseconds. */
async function openLog(page: Page): Promise<number> {
  await page.waitForLoadState("networkidle");
  const log = page.getByRole("log");
  if (await log.isVisible()) return page.evaluate(() => performance.now());
  const opener = page.getByRole("button", { name: /output/i }).first();
  await opener.waitFor();
  const startedAt = performance.now();
  await opener.click();
  await log.getByText("host-").first().waitFor();
  return performance.now() - startedAt;
}

async function benchTimeline(bench: BrowserBench): Promise<Metric[]> {
  const { chiffon, note } = bench;
  note(`a history of ${entries} entries`);
  await writeHistory(bench);
  const { context, page } = await signedIn(bench);
  await page.goto(`${chiffon.url}/audit`);
  const older = page.getByRole("button", { name: "Show older" });
  await older.waitFor();
  for (let press = 0; press < maxPresses && (await older.count()) > 0; press++) {
    await older.click();
    await page.waitForLoadState("networkidle");
  }
  const worst = await worstFrame(page, "main");
  await context.close();
  return [metric("timeline_10k_worst_frame_ms", worst, "ms", { better: "lower", limit: 100 })];
}

async function writeHistory({ chiffon }: BrowserBench): Promise<void> {
  const container = createContainer(
    loadConfig({
      DATABASE_URL: chiffon.addresses.databaseUrl,
      REDIS_URL: chiffon.addresses.redisUrl,
      CHIFFON_DATA_DIR: chiffon.dataDir,
      LOG_LEVEL: "error",
    }),
    { process: "bench" },
  );
  try {
    for (let written = 0; written < entries; written += entriesAtOnce)
      await inTransaction(container.db, async (tx) => {
        const some = Array.from({ length: entriesAtOnce }, (_, index) => ({
          type: "settings.changed" as const,
          actor: { kind: "system" as const, id: "bench", name: "Bench" },
          facts: { number: written + index },
        }));
        await container.services.audit.record(tx, ...some);
      });
  } finally {
    await container.close();
  }
}

/** The longest time between two frames while `selector` is scrolled by wheel, down and up again; milliseconds. */
async function worstFrame(page: Page, selector: string): Promise<number> {
  await page.evaluate(() => {
    const frames = { worst: 0, last: performance.now() };
    Object.assign(globalThis, { frames });
    const next = (now: number) => {
      frames.worst = Math.max(frames.worst, now - frames.last);
      frames.last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame((now) => {
      frames.last = now;
      requestAnimationFrame(next);
    });
  });
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not on the page`);
  await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 300));
  for (let at = 0; at < scrolls; at++) {
    await page.mouse.wheel(0, at < scrolls / 2 ? 4_000 : -4_000);
    await page.waitForTimeout(50);
  }
  return page.evaluate(() => (globalThis as unknown as { frames: { worst: number } }).frames.worst);
}
