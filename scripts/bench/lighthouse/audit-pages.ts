import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { browserOptions } from "#scripts/browser.ts";
import { type BrowserBench, person } from "../browser-bench.ts";
import { type Metric, median, metric } from "../report.ts";
import {
  type LighthouseAudit,
  loadLighthouse,
  type LighthouseResult as Result,
} from "./load-lighthouse.ts";

const runs = 5;
const limits = { performance: 92, accessibility: 100, "best-practices": 95 };
type Category = keyof typeof limits;
const categories = Object.keys(limits) as Category[];

/** A page as it stands in the names of figures, and where it is. */
export interface AuditedPage {
  readonly name: string;
  readonly url: string;
}

/** What Lighthouse says of each page on its phone, median of five: 0 to 100. The first page is that of a stranger. */
export async function auditPages(
  bench: BrowserBench,
  { stranger, signedIn }: { readonly stranger: AuditedPage; readonly signedIn: AuditedPage[] },
): Promise<Metric[]> {
  const profile = mkdtempSync(path.join(tmpdir(), "chiffon-lighthouse-"));
  const { args = [], ...options } = browserOptions();
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    args: [...args, "--remote-debugging-port=0"],
  });
  try {
    const port = await debuggingPort(profile);
    const metrics = await auditPage(bench, port, stranger);
    const reply = await context.request.post(`${bench.chiffon.url}/api/session`, {
      data: person,
      headers: { origin: bench.chiffon.url },
    });
    if (!reply.ok()) throw new Error(`signing in answered ${reply.status()}`);
    for (const page of signedIn) metrics.push(...(await auditPage(bench, port, page)));
    return metrics;
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** The port that the browser chose; it writes it down as it starts. */
async function debuggingPort(profile: string): Promise<number> {
  const file = path.join(profile, "DevToolsActivePort");
  for (let look = 0; look < 100; look += 1) {
    const port = Number(readOrEmpty(file).split("\n", 1)[0]);
    if (port > 0) return port;
    await delay(100);
  }
  throw new Error("the browser opened no port for Lighthouse within 10 s");
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

async function auditPage(
  { note }: BrowserBench,
  port: number,
  { name, url }: AuditedPage,
): Promise<Metric[]> {
  const lighthouse = await loadLighthouse(note);
  const results: Result[] = [];
  for (let run = 0; run < runs; run += 1) {
    const ran = await lighthouse(url, { port, logLevel: "error", onlyCategories: categories });
    const result = ran?.lhr;
    if (result === undefined || result.runtimeError !== undefined)
      throw new Error(`Lighthouse on ${name}: ${result?.runtimeError?.message ?? "no result"}`);
    if (new URL(result.finalDisplayedUrl).pathname !== new URL(url).pathname)
      throw new Error(`Lighthouse on ${name} was led to ${result.finalDisplayedUrl}`);
    results.push(result);
    note(`Lighthouse, ${name}: ${inWords(result)}`);
  }
  for (const fault of faultsOf(results)) note(`Lighthouse, ${name}: ${fault}`);
  const better = "higher" as const;
  return [
    ...categories.map((category) =>
      metric(
        `phone_${name}_${category.replace("-", "_")}`,
        median(results.map((result) => scoreOf(result, category))),
        "of 100",
        { better, limit: limits[category] },
      ),
    ),
    // How fast Lighthouse found the processor meanwhile: four times as slow as a busy one is no phone any more.
    metric(
      `phone_${name}_machine_index`,
      median(results.map(({ environment }) => environment.benchmarkIndex)),
      "",
      { better, limit: null },
    ),
  ];
}

function scoreOf({ categories: judged }: Result, category: Category): number {
  return Math.round((judged[category]?.score ?? 0) * 100);
}

/** The figures that performance is made of, and how fast Lighthouse found this machine. */
function inWords(result: Result): string {
  const scores = categories.map((category) => `${category} ${scoreOf(result, category)}`);
  const figures = [
    ...["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"],
    ...["cumulative-layout-shift", "speed-index"],
  ].map((id) => `${id} ${result.audits[id]?.displayValue ?? "?"}`);
  const speed = `machine ${result.environment.benchmarkIndex}`;
  return [...scores, ...figures, speed].join(", ");
}

/** What was not perfect in any run and counts, with the places that Lighthouse names. */
function faultsOf(results: readonly Result[]): string[] {
  const faults = new Map<string, string>();
  for (const result of results)
    for (const category of categories)
      for (const { id, weight } of result.categories[category]?.auditRefs ?? []) {
        const audit = result.audits[id];
        if (!audit || weight === 0 || audit.score === null || audit.score >= 0.9) continue;
        faults.set(id, `${category}: ${audit.title} (${audit.score}) ${placesOf(audit)}`);
      }
  return [...faults.values()];
}

function placesOf({ details }: LighthouseAudit): string {
  return details === undefined ? "" : JSON.stringify(details).slice(0, 600);
}
