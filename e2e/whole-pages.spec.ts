import type { Locator, Page, TestInfo } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";
import { ChatPage } from "./pages/chat-page.ts";

const pages = [
  ...["/", "/approvals", "/audit", "/first-steps", "/fleet"],
  ...["/playbooks", "/scaffolds", "/schedules", "/spend", "/settings"],
];
/** What would end the session, or take away what other tests need once a person has confirmed it. */
const spared = /^(?:Sign out|Remove|Delete|Approve and run|Stop everything)/;
const maxPresses = 120;

/** Counts what a press can cause: changes of the page, requests, another place for the focus. */
async function watchEffects(page: Page): Promise<void> {
  await page.evaluate(() => {
    const note = () =>
      sessionStorage.setItem("effects", String(Number(sessionStorage.getItem("effects")) + 1));
    const all = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver(note).observe(document, all);
    document.addEventListener("focusin", note);
    document.addEventListener("invalid", note, true);
  });
}

const effectsOf = (page: Page) => page.evaluate(() => Number(sessionStorage.getItem("effects")));

/** The dialog on top, or the page. */
async function scopeOf(page: Page): Promise<{ name: string; place: Locator }> {
  const dialog = page.getByRole("dialog").last();
  if ((await dialog.count()) === 0) return { name: "", place: page.locator("body") };
  return { name: (await dialog.getAttribute("aria-labelledby")) ?? "dialog", place: dialog };
}

/** Waits until nothing changes for a moment: dialogs have opened, answers are drawn. */
async function settle(page: Page): Promise<void> {
  for (let at = 0; at < 10; at++) {
    const before = await effectsOf(page);
    await page.waitForTimeout(250);
    if ((await effectsOf(page)) === before) return;
  }
}

/** Presses each button that can be seen, those of dialogs among them, each name once. */
async function pressAll(page: Page, url: string): Promise<void> {
  const seen = new Set<string>();
  for (let at = 0; at < maxPresses; at++) {
    if (page.url() !== url) await open(page, url);
    const scope = await scopeOf(page);
    const next = await nextButton(scope, seen);
    if (next === null && scope.name === "") {
      expect(seen.size, `buttons of ${url}`).toBeGreaterThan(2);
      return;
    }
    if (next === null) await page.keyboard.press("Escape");
    // What a dialog came to cover meanwhile is looked for again.
    else if (!(await press(page, url, next))) seen.delete(next.known);
    await settle(page);
  }
  throw new Error(`more than ${maxPresses} buttons on ${url}`);
}

interface NextButton {
  readonly name: string;
  /** Where it stands and what it says: pressed once. */
  readonly known: string;
  readonly button: Locator;
}

async function nextButton(
  { name: scope, place }: { name: string; place: Locator },
  seen: Set<string>,
): Promise<NextButton | null> {
  for (const button of await place.getByRole("button", { disabled: false }).all()) {
    if (!(await button.isVisible())) continue;
    const name = ((await button.getAttribute("aria-label")) ?? (await button.innerText())).trim();
    const known = `${scope}: ${name.replace(/\d+/g, "0")}`;
    const isSpared = /^Sign out/.test(name) || (scope !== "" && spared.test(name));
    if (seen.has(known) || isSpared) continue;
    seen.add(known);
    return { name, known, button };
  }
  return null;
}

/** @returns false when it could not be pressed */
async function press(page: Page, url: string, { name, button }: NextButton): Promise<boolean> {
  const before = await effectsOf(page);
  const isPressed = await button.click({ timeout: 3_000 }).then(
    () => true,
    () => false,
  );
  if (!isPressed) return false;
  await expect
    .poll(async () => page.url() !== url || (await effectsOf(page)) !== before, {
      message: `"${name}" on ${url} does something`,
      timeout: 10_000,
    })
    .toBe(true);
  return true;
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await new ChatPage(page).expectLive();
  await watchEffects(page);
}

test("every button of every page does something, and nothing answers with an error", async ({
  chat,
  page,
  context,
  installation,
}, { project }: TestInfo) => {
  test.skip(project.name !== "desktop", "the buttons are the same on a phone");
  test.setTimeout(1_200_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const refused: string[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/api/") && response.status() >= 400)
      refused.push(`${response.request().method()} ${pathname}: ${response.status()}`);
  });
  const asked = "Report the state of all apps";
  await chat.say(asked);
  await chat.expectState(asked, "Needs approval");
  const conversation = page.url();
  await chat.card(asked).getByRole("button", { name: "Reject" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Reject$/ })
    .click();
  await chat.expectState(asked, "Rejected");
  for (const at of [conversation, ...pages.map((path) => `${installation.url}${path}`)])
    await test.step(at.replace(installation.url, ""), async () => {
      await open(page, at);
      await pressAll(page, at);
      expect(refused).toEqual([]);
    });
});
