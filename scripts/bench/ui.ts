import type { Page } from "@playwright/test";
import type { ChiffonClient, WireView } from "#tests/support/chiffon-client.ts";
import { type BrowserBench, signedIn, withBrowser } from "./browser-bench.ts";
import { benchEchoAndSync } from "./echo-and-sync.ts";
import { aliveAt } from "./phone-page.ts";
import { type Metric, metric } from "./report.ts";

const logLines = 100_000;
const timelineEntries = 10_000;
const scrolls = 120;
const settleMs = 300;

/**
 * Measures how soon the browser shows what was typed here and approved elsewhere, and how smooth it stays with a log of
 * 100,000 lines and a timeline of 10,000 entries.
 */
export function benchUi(note: (line: string) => void): Promise<Metric[]> {
  return withBrowser(note, async (bench) => [
    ...(await benchEchoAndSync(bench)),
    ...(await benchBarePage(bench)),
    ...(await benchLog(bench)),
    ...(await benchTimeline(bench)),
  ]);
}

/** What the machine and the browser allow: the same wheel over a page of plain text. */
async function benchBarePage(bench: BrowserBench): Promise<Metric[]> {
  const { context, page } = await signedIn(bench);
  await page.setContent(`<pre>${"plain text\n".repeat(timelineEntries)}</pre>`);
  await page.mouse.move(200, 200);
  const { ms } = await frames(page, "bare page", () => wheel(page));
  await context.close();
  return [metric("bare_worst_frame_ms", ms, "ms", { better: "lower", limit: null })];
}

/** The log of a real run, whose lines are replaced on their way to the browser. */
async function benchLog(bench: BrowserBench): Promise<Metric[]> {
  const { requestId, runId } = await finishedRun(bench.client);
  const { context, page } = await signedIn(bench);
  await page.route("**/api/v1/runs/*/log?**", (route) => {
    const search = new URL(route.request().url()).searchParams;
    const from = Number(search.get("from_line") ?? 1);
    const count = Number(search.get("count") ?? 500);
    return route.fulfill({ json: logPage(from, count) });
  });
  const startedAt = performance.now();
  await page.goto(`${bench.chiffon.url}/requests/${requestId}?run=${runId}`);
  const log = page.getByRole("log", { name: "Output" });
  await log.getByText("line 1 ", { exact: false }).first().waitFor();
  const openMs = performance.now() - startedAt;
  await page.waitForTimeout(settleMs * 5);
  await log.hover();
  const worst = [
    await frames(page, "log: scrolling", () => wheel(page)),
    await frames(page, "log: to the end", async () => {
      await log.focus();
      await page.keyboard.press("End");
      await log.getByText(`line ${logLines} `, { exact: false }).first().waitFor();
    }),
    await frames(page, "log: searching what every line has", async () => {
      await page.getByRole("textbox", { name: "Search the output" }).fill("line");
      await page.getByText(`${logLines} found`).waitFor({ timeout: 120_000 });
    }),
    await frames(page, "log: scrolling among what was found", () => wheel(page)),
    await frames(page, "log: with times", async () => {
      await page.getByRole("button", { name: "Times" }).click();
      await wheelUp(page);
    }),
    await frames(page, "log: copying", async () => {
      await page.getByRole("button", { name: "Copy the output" }).click();
      await page.waitForTimeout(settleMs * 5);
    }),
  ];
  await context.close();
  for (const { what, ms } of worst) bench.note(`${what}: ${ms.toFixed(0)} ms`);
  return [
    metric("log_100k_open_ms", openMs, "ms", { better: "lower", limit: 500 }),
    metric("log_worst_frame_ms", Math.max(...worst.map(({ ms }) => ms)), "ms", {
      better: "lower",
      limit: 100,
    }),
  ];
}

async function benchTimeline(bench: BrowserBench): Promise<Metric[]> {
  const { context, page } = await signedIn(bench);
  await page.route("**/api/v1/audit/query?**", (route) => {
    const search = new URL(route.request().url()).searchParams;
    return route.fulfill({
      json: auditPage(
        Number(search.get("cursor") ?? timelineEntries + 1),
        Number(search.get("limit")),
      ),
    });
  });
  // A filter that the server has not answered while it drew the page: every entry comes through the route above.
  await page.goto(`${bench.chiffon.url}/audit?days=365`);
  await aliveAt(page);
  await page.evaluate(() => window.history.replaceState(null, "", "/audit?days=364"));
  const shown = page.getByText(/^\d+ entries/);
  const loading = await frames(page, "timeline: loading", async () => {
    while ((await shown.textContent())?.includes(" shown") !== false) {
      await page.getByRole("button", { name: "Show older" }).click({ timeout: 20_000 });
      await page.waitForTimeout(50);
    }
  });
  await page.getByRole("heading", { level: 1 }).hover();
  const scrolling = await frames(page, "timeline: scrolling", () => wheel(page));
  const rows = await page.locator("[data-entry]").count();
  await context.close();
  for (const { what, ms } of [loading, scrolling]) bench.note(`${what}: ${ms.toFixed(0)} ms`);
  bench.note(`timeline: ${rows} of ${timelineEntries} entries are in the page`);
  return [
    metric("timeline_10k_worst_frame_ms", Math.max(loading.ms, scrolling.ms), "ms", {
      better: "lower",
      limit: 100,
    }),
  ];
}

/** Runs what the example brings, to its end. */
async function finishedRun(client: ChiffonClient) {
  const { requestId } = await client.say("Report disk space");
  const waiting = await client.waitFor(requestId, ({ card }) => card === "awaiting");
  if (waiting.plan === null) throw new Error("there is no plan to approve");
  await client.decide(waiting.plan);
  const ended = await client.waitFor(requestId, ({ card }) => card === "done" || card === "failed");
  return { requestId, runId: runIdOf(ended) };
}

function runIdOf({ tasks }: WireView): string {
  const runId = tasks[0]?.runs[0]?.id;
  if (runId === undefined) throw new Error("the request ended without a run");
  return runId;
}

function logPage(from: number, count: number) {
  const last = Math.min(logLines, from + count - 1);
  const lines = Array.from({ length: Math.max(0, last - from + 1) }, (_, at) => {
    const line = from + at;
    const colour = line % 3 === 0 ? "\u001b[0;33mchanged" : "\u001b[0;32mok";
    return {
      line,
      text: `line ${line} ${colour}: [nas${line % 9}]\u001b[0m => (item=package-${line})`,
    };
  });
  // A mark for every hundred lines, as a run of half an hour has them.
  const marks = lines.filter(({ line }) => line % 100 === 1);
  const times = marks.map(({ line }) => ({ line, at: new Date(1_790_000_000_000 + line * 20) }));
  return { lines, line_count: logLines, times };
}

function auditPage(before: number, limit: number) {
  const numbers = Array.from({ length: Math.min(limit, before - 1) }, (_, at) => before - 1 - at);
  return {
    entries: numbers.map(auditEntry),
    next_cursor: before - 1 > limit ? String(before - limit) : null,
    total: timelineEntries,
  };
}

/** Entries of runs that overlap: five entries each. */
function auditEntry(number: number) {
  const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const types = ["run.claimed", "run.spawned", "task.succeeded", "run.finished", "plan.approved"];
  const run = id(Math.floor(number / 10) * 2 + (number % 2));
  return {
    ...{ id: id(number), seq: number, type: types[number % 5], request_id: run, plan_id: run },
    ...{
      at: new Date(1_790_000_000_000 + number * 60_000).toISOString(),
      task_id: run,
      run_id: run,
    },
    ...{ actor: { kind: "agent", id: "a", name: "this-machine" }, service: "beacon", host: "nas" },
    ...{ status: null, facts: { attempt: 1, fence: number }, text: null, hash: null },
  };
}

const wheelUp = (page: Page) => wheel(page, -1);

async function wheel(page: Page, direction: 1 | -1 = 1): Promise<void> {
  for (let turn = 0; turn < scrolls; turn += 1) {
    await page.mouse.wheel(0, direction * (turn % 4 === 3 ? 20_000 : 800));
    await page.waitForTimeout(16);
  }
  await page.waitForTimeout(settleMs);
}

/** Looks at every frame until it is told to stop. As text: what tsx makes of a function needs a helper that pages lack. */
const watchFrames = `{
  const watch = { worstMs: 0, isOn: true, last: performance.now() };
  window.frameWatch = watch;
  requestAnimationFrame(function look(now) {
    watch.worstMs = Math.max(watch.worstMs, now - watch.last);
    watch.last = now;
    if (watch.isOn) requestAnimationFrame(look);
  });
}`;
const stopWatching = "window.frameWatch.isOn = false; window.frameWatch.worstMs";

/** The longest time between two frames while something happens. */
async function frames(page: Page, what: string, work: () => Promise<void>) {
  await page.evaluate(watchFrames);
  await work();
  await page.waitForTimeout(settleMs);
  return { what, ms: Number(await page.evaluate(stopWatching)) };
}
