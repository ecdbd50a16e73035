import { type BrowserContextOptions, devices, type Page } from "@playwright/test";
import {
  approvedCard,
  bareRoundTripMs,
  bubbleOf,
  pressedAt,
  shownAt,
  watchPage,
} from "#tests/support/page-speed.ts";
import { type BrowserBench, person, signedIn } from "./browser-bench.ts";
import { type Metric, median, metric } from "./report.ts";

const rounds = 7;
const request = "Report disk space";
const phone: BrowserContextOptions = {
  ...devices["Pixel 7"],
  viewport: { width: 390, height: 844 },
};

/**
 * How soon a message stands in the chat once Enter is pressed, and how soon an approval given on one device shows on
 * another of the same person; both up to the frame that shows it.
 */
export async function benchEchoAndSync(bench: BrowserBench): Promise<Metric[]> {
  const here = await signedIn(bench);
  const there = await signedIn(bench, phone);
  const [echoes, syncs, roundTrips]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    await here.page.goto(`${bench.chiffon.url}/`);
    await expectLive(here.page);
    roundTrips.push(await bareRoundTripMs(here.page));
    echoes.push(await echoMs(here.page));
    await approveButton(here.page).waitFor();
    await there.page.goto(here.page.url());
    await expectLive(there.page);
    syncs.push(await syncMs(here.page, there.page));
    await card(here.page).getByText("Done", { exact: true }).first().waitFor({ timeout: 120_000 });
  }
  await Promise.all([here.context.close(), there.context.close()]);
  const told = { echo: echoes, sync: syncs, "bare round trip": roundTrips };
  for (const [what, all] of Object.entries(told))
    bench.note(`${what}: ${all.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  return [
    metric("page_round_trip_ms_p50", median(roundTrips), "ms", { better: "lower", limit: null }),
    metric("echo_ms_p50", median(echoes), "ms", { better: "lower", limit: 100 }),
    metric("sync_ms_p50", median(syncs), "ms", { better: "lower", limit: 1000 }),
  ];
}

async function echoMs(page: Page): Promise<number> {
  await watchPage(page, bubbleOf(request));
  const composer = page.getByRole("textbox", { name: "What should happen?" });
  await composer.fill(request);
  await composer.press("Enter");
  return (await shownAt(page)) - (await pressedAt(page));
}

/** Approves on one page; the press that counted is the last one, for a card that just moved takes none. */
async function syncMs(here: Page, there: Page): Promise<number> {
  const button = approveButton(here);
  for (const shown of [approveButton(there), button]) await shown.waitFor();
  for (const page of [here, there]) await watchPage(page, approvedCard(request, person.name));
  for (let press = 0; press < 5 && (await button.count()) > 0; press += 1) {
    await button.click();
    await button.waitFor({ state: "detached", timeout: 5_000 }).catch(() => undefined);
  }
  return (await shownAt(there)) - (await pressedAt(here));
}

const card = (page: Page) => page.getByRole("region", { name: request }).last();
const approveButton = (page: Page) => card(page).getByRole("button", { name: /^Approve/ });
const expectLive = (page: Page) =>
  page.getByText("Live", { exact: true }).first().waitFor({ state: "attached" });
