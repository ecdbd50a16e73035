import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

const request = "Report the state of all apps";

test("keyboard, small screens and long lines, from a request to its report", async ({
  chat,
  page,
  installation,
}) => {
  await chat.say(request);
  await chat.expectState(request, "Needs approval");
  const card = chat.card(request);

  // Alt+A leads to the newest plan and takes the focus along, wherever it is pressed.
  await page.goto(`${installation.url}/fleet`);
  await chat.expectLive();
  await page.keyboard.press("Alt+a");
  await expect(card).toBeFocused();

  // Everything that takes the focus can be seen: the bar with the decision covers none of it.
  await page.setViewportSize({ width: 320, height: 640 });
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press("Tab");
    expect(await isFocusCovered(page)).toBe(false);
  }
  expect(await overflowsSideways(page)).toBe(false);

  // With a keyboard up, the bar is not in the way.
  await page.setViewportSize({ width: 390, height: 480 });
  const bar = card.getByRole("button", { name: /^Approve/ }).locator("xpath=ancestor::div[3]");
  expect(await bar.evaluate((element) => getComputedStyle(element).position)).not.toBe("sticky");

  await page.setViewportSize({ width: 390, height: 844 });
  await chat.approve(request);
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
  await chat.expectState(request, "Done", 300_000);

  const address = await card.getByRole("link", { name: "See in audit" }).getAttribute("href");
  await page.goto(
    `${installation.url}/requests/${new URLSearchParams(address?.split("?")[1]).get("request")}`,
  );
  const report = page.getByRole("region", { name: "Report" }).locator("pre").first();
  await report.evaluate((element) => {
    element.textContent = "x".repeat(40_000);
  });
  expect(await overflowsSideways(page)).toBe(false);
  expect(await page.locator("main").evaluate((main) => main.scrollWidth)).toBeLessThanOrEqual(390);
});

test("a set-up link that was used leads on", async ({ chat, browser }) => {
  const { origin } = new URL(chat.page.url());
  await chat.page.goto(`${origin}/setup?token=used`);
  await expect(chat.page).toHaveURL(/\/first-steps$/);
  const stranger = await browser.newContext();
  const page = await stranger.newPage();
  await page.goto(`${origin}/setup?token=used`);
  await expect(page).toHaveURL(/\/sign-in$/);
  await stranger.close();
});

/** Whether something lies over the middle of what has the focus. */
function isFocusCovered(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return false;
    const { left, top, width, height } = focused.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    return over !== null && !focused.contains(over) && !over.contains(focused);
  });
}
