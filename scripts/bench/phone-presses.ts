import type { Locator, Page } from "@playwright/test";
import type { BrowserBench } from "./browser-bench.ts";
import { aliveAt, openPhone } from "./phone-page.ts";
import { interactionToNextPaint, pressesOf, watchPresses } from "./presses.ts";
import { type Metric, metric } from "./report.ts";
import { type StreamingRun, startStreaming } from "./streaming-run.ts";

const pauseMs = 200;
const rounds = 2;
const worstTold = 8;

/**
 * How soon a phone answers a finger or a key while a run writes 200 lines a second on the same page; beside it what a
 * press takes meanwhile on a page that holds nothing but a button.
 */
export async function benchPresses(bench: BrowserBench): Promise<Metric[]> {
  const run = await startStreaming(bench);
  try {
    const bare = await pressBarePage(bench);
    const { context, page } = await openPhone(bench);
    await watchPresses(page);
    await pressAll(page, bench, run);
    const presses = await pressesOf(page);
    await context.close();
    for (const { ms, waitMs, workMs, what } of presses.slow.slice(0, worstTold))
      bench.note(
        `press: ${ms} ms, of these ${waitMs.toFixed(0)} waiting and ${workMs.toFixed(0)} at work: ${what}`,
      );
    const better = "lower" as const;
    return [
      metric("phone_presses", presses.count, "", { better: "higher", limit: 30 }),
      metric("phone_inp_ms", interactionToNextPaint(presses), "ms", { better, limit: 150 }),
      metric("phone_bare_inp_ms", bare, "ms", { better, limit: null }),
    ];
  } finally {
    await run.stop();
  }
}

async function pressBarePage(bench: BrowserBench): Promise<number> {
  const { context, page } = await openPhone(bench);
  await watchPresses(page);
  await page.goto(`${bench.chiffon.url}/api/health`);
  await page.setContent("<button onclick='this.textContent += 1'>Press</button>");
  for (let press = 0; press < 30; press += 1) await tap(page.getByRole("button"));
  const presses = await pressesOf(page);
  await context.close();
  return interactionToNextPaint(presses);
}

/** What somebody presses who watches a run: its log, its plan, other pages of the bar, a message meanwhile. */
async function pressAll(page: Page, bench: BrowserBench, run: StreamingRun): Promise<void> {
  await page.goto(`${bench.chiffon.url}/requests/${run.requestId}?run=${run.runId}`);
  await aliveAt(page);
  const log = page.getByRole("log", { name: "Output" });
  await log.getByText("item=package").first().waitFor();
  for (let round = 0; round < rounds; round += 1) {
    await pressLog(page, log);
    await pressCard(page);
  }
  await tap(page.getByRole("link", { name: "Open the conversation" }));
  const composer = page.getByRole("textbox", { name: "What should happen?" });
  await composer.waitFor();
  await tap(composer);
  await type(page, "and then");
  await pressSheets(page);
}

async function pressLog(page: Page, log: Locator): Promise<void> {
  for (const name of ["Follow", "Follow", "Wrap", "Wrap", "Times", "Times"])
    await tap(page.getByRole("button", { name, exact: true }));
  await tap(page.getByRole("textbox", { name: "Search the output" }));
  await type(page, "package");
  for (const key of ["Enter", "Enter", "Shift+Enter"]) await press(page, key);
  await tap(page.getByRole("button", { name: "Previous match" }));
  await tap(page.getByRole("button", { name: "Next match" }));
  await tap(log.getByRole("link").nth(4));
  await press(page, "Escape");
  await page.getByRole("textbox", { name: "Search the output" }).fill("");
}

async function pressCard(page: Page): Promise<void> {
  for (const name of ["Hide output", "Show output"]) await tap(page.getByRole("button", { name }));
  for (let time = 0; time < 2; time += 1) await tap(page.getByText("Full plan", { exact: true }));
}

async function pressSheets(page: Page): Promise<void> {
  for (const name of ["More", "Conversations"]) {
    await tap(page.getByRole("button", { name, exact: true }));
    await page.getByRole("dialog").waitFor();
    await press(page, "Escape");
  }
}

async function tap(target: Locator): Promise<void> {
  await target.tap();
  await target.page().waitForTimeout(pauseMs);
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.waitForTimeout(pauseMs);
}

async function type(page: Page, text: string): Promise<void> {
  for (const letter of text) await press(page, letter === " " ? "Space" : letter);
}
