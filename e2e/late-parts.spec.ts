import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";

const asked = "Report the state of all apps";

test("what opens on a press comes at the first sign of a person, and opens without the server (UI-06)", async ({
  chat,
  installation,
  isMobile,
}) => {
  await chat.expectLive();
  // A page of its own: what a browser says on its console without a network is no fault here.
  const context = chat.page.context();
  const page = await context.newPage();
  await chat.page.goto("about:blank");
  await page.goto(installation.url);
  await expect(page.getByText("Live", { exact: true }).first()).toBeAttached();
  const drawnWith = await scriptCount(page);
  await page.waitForTimeout(1_000);
  expect(await scriptCount(page)).toBe(drawnWith);

  await page.evaluate(() => window.dispatchEvent(new PointerEvent("pointermove")));
  await expect.poll(() => scriptCount(page)).toBeGreaterThan(drawnWith);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  const openers = isMobile ? [/^News/, "More", "Conversations"] : [/^Notifications/, /^Ada/];
  for (const name of openers) {
    const opener = page.getByRole("button", { name }).filter({ visible: true }).first();
    await opener.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
  await context.setOffline(false);
  await page.close();
});

test("what begins a conversation is shown while its page's code is on its way (UI-01)", async ({
  chat,
  page,
  installation,
}) => {
  await page.goto(installation.url);
  await chat.expectLive();
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await opened;
    await route.continue();
  });
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/chat"));
  await chat.composer.fill(asked);
  await page.keyboard.press("Enter");
  await answered;
  await page.waitForTimeout(500);
  await expect(page.getByRole("article", { name: "You wrote" })).toContainText(asked);
  // Nothing waits for it: the next message can be written.
  await chat.composer.fill("and then");
  await expect(chat.composer).toHaveValue("and then");
  open();
  await chat.expectState(asked, "Needs approval");
});

const scriptCount = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => new URL(name).pathname.endsWith(".js")).length,
  );
