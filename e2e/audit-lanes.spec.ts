import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

const request = "Report the state of all apps";

test("a line joins the entries of a run on the timeline, on every screen (UI-04)", async ({
  chat,
  page,
  installation,
}, { project }) => {
  await chat.say(request);
  await chat.expectState(request, "Needs approval");
  await chat.approve(request);
  await chat.expectState(request, "Done", 300_000);
  await page.goto(`${installation.url}/audit`);
  await expect(page.getByText("a line joins the entries of one run")).toBeVisible();
  const lines = page.locator("[data-entry] [title^='Run '] > span");
  await expect(lines.first()).toBeVisible();
  expect(await lines.count()).toBeGreaterThan(2);
  if (project.name !== "phone") return;
  await page.setViewportSize({ width: 320, height: 640 });
  await expect(lines.first()).toBeVisible();
  expect(await overflowsSideways(page)).toBe(false);
});
