import { type Browser, devices, type TestInfo } from "@playwright/test";
import {
  approvedCard,
  bareRoundTripMs,
  bubbleOf,
  pressedAt,
  shownAt,
  watchPage,
} from "#tests/support/page-speed.ts";
import { admin } from "./fixtures/people.ts";
import { expect, test } from "./fixtures/test.ts";
import { ChatPage } from "./pages/chat-page.ts";

const request = "Report the state of all apps";

/** Figures are told, not judged: the same machine may be doing other things. `npm run bench -- --only ui` judges them. */
function tell({ annotations }: TestInfo, figures: Readonly<Record<string, number>>): void {
  for (const [type, ms] of Object.entries(figures))
    annotations.push({ type, description: `${ms.toFixed(1)} ms` });
}

/** The same person on a phone. */
async function onPhone(browser: Browser, url: string): Promise<ChatPage> {
  const context = await browser.newContext({
    ...devices["Pixel 7"],
    viewport: { width: 390, height: 844 },
  });
  const phone = new ChatPage(await context.newPage());
  await phone.signIn(url);
  return phone;
}

test("what was typed is shown before the server has answered (UI-01)", async ({
  chat,
  page,
}, info) => {
  const text = `Report the state of all apps, ${info.project.name}`;
  const roundTripMs = await bareRoundTripMs(page);
  // Nothing of the answer can be what is shown: it is held until the message was seen.
  let answer: () => void = () => undefined;
  const isSeen = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/api/chat", async (route) => {
    await isSeen;
    await route.continue();
  });
  await watchPage(page, bubbleOf(text));
  await chat.say(text);
  const echoMs = (await shownAt(page)) - (await pressedAt(page));
  expect(page.url()).not.toContain("c=");
  await expect(page.getByText("Sending…")).toBeVisible();
  answer();
  await expect(page).toHaveURL(/\?c=/);
  await expect(page.getByText("Sending…")).toHaveCount(0);
  await expect(page.getByRole("article", { name: `${admin.name} wrote` })).toHaveCount(1);
  await expect(page.getByRole("article", { name: "You wrote" })).toHaveCount(0);
  tell(info, { echo: echoMs, "bare round trip": roundTripMs });
});

test("an approval on one device shows on the other, with who gave it (UI-02, UI-06)", async ({
  browser,
  chat,
  page,
  installation,
}, info) => {
  test.skip(info.project.name === "phone", "both sizes are in it");
  await chat.say(request);
  await chat.expectState(request, "Needs approval");
  const phone = await onPhone(browser, installation.url);
  const openedAt = performance.now();
  await phone.page.goto(page.url());
  await phone.expectState(request, "Needs approval");
  const navigationMs = performance.now() - openedAt;
  await phone.expectLive();

  await Promise.all(
    [phone.page, page].map((each) => watchPage(each, approvedCard(request, admin.name))),
  );
  await chat.approve(request);
  const pressed = await pressedAt(page);
  const hereMs = (await shownAt(page)) - pressed;
  const thereMs = (await shownAt(phone.page)) - pressed;
  expect(thereMs).toBeGreaterThan(0);
  // It came by itself, and not by a look every so often: opening the page anew a few times takes longer.
  expect(thereMs).toBeLessThan(3 * navigationMs);
  tell(info, { "shown here": hereMs, "shown there": thereMs, "opening the page": navigationMs });
  await chat.expectState(request, "Done", 300_000);
  await phone.expectState(request, "Done");
  await phone.page.context().close();
});
