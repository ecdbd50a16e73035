import AxeBuilder from "@axe-core/playwright";
import { startReceiver } from "#tests/support/message-receivers.ts";
import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

test("a channel is made, tried and mended; the bell leads to the card, and is read on every tab (OPS-01)", async ({
  chat,
  page,
  context,
  installation,
}, { project }) => {
  const receiver = await startReceiver();
  const name = `Assistant ${project.name}`;
  await page.goto(`${installation.url}/settings#notifications`);
  await chat.expectLive();
  await page.getByRole("button", { name: "New channel" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind").selectOption("webhook");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Address").fill("http://127.0.0.1:1/hook");
  const findings = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
  expect(findings.violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByRole("button", { name: "Make channel" }).click();
  await expect(dialog.getByText(/^chn_/)).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();

  // Nothing listens there: the test says so.
  await page.getByRole("button", { name: `Send a test to ${name}` }).click();
  await expect(page.getByText(/refuses connections: is its server running/)).toBeVisible();
  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("button", { name: `Delete ${name}` })).toHaveCount(0);

  await page.getByRole("button", { name: "New channel" }).click();
  await dialog.getByLabel("Kind").selectOption("ntfy");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Server").fill(receiver.url);
  await dialog.getByLabel("Topic").fill("homelab");
  await dialog.getByRole("button", { name: "Make channel" }).click();
  await page.getByRole("button", { name: `Send a test to ${name}` }).click();
  await expect(page.getByText("The test was sent.")).toBeVisible();
  expect(receiver.json()[0]).toMatchObject({ topic: "homelab", title: "A test from Chiffon" });
  await expect(page.getByRole("combobox", { name: "A run is over" })).toHaveValue("mine");
  expect(await overflowsSideways(page)).toBe(false);

  // A plan waits: ntfy and the bell say so, and the bell leads there.
  await page.goto(installation.url);
  const request = "Report the state of all apps";
  await chat.say(request);
  await chat.expectState(request, "Needs approval");
  await expect.poll(() => receiver.calls.length, { timeout: 60_000 }).toBeGreaterThan(1);
  expect(receiver.json()[1]).toMatchObject({
    title: expect.stringContaining("Waiting for approval"),
    click: expect.stringContaining(`${installation.url}/requests/`),
  });
  const bellName = project.name === "phone" ? /^News, .*new$/ : /^Notifications, .*new$/;
  const bell = page.getByRole("button", { name: bellName });
  await expect(bell).toBeVisible();
  const other = await context.newPage();
  await other.goto(installation.url);
  await expect(other.getByRole("button", { name: bellName })).toBeVisible();
  await bell.click();
  const first = dialog.getByRole("listitem").first();
  await expect(first).toContainText("Waiting for approval");
  expect((await first.getByRole("link").boundingBox())?.height).toBeGreaterThanOrEqual(44);
  const listFindings = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
  expect(listFindings.violations.map(({ id }) => id)).toEqual([]);
  await first.getByRole("link").click();
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("button", { name: /^Approve/ }).first()).toBeVisible();

  const newBell = page.getByRole("button", { name: bellName });
  if ((await newBell.count()) > 0) {
    await newBell.click();
    await dialog.getByRole("button", { name: "Mark all as read" }).click();
    await page.keyboard.press("Escape");
  }
  await expect(other.getByRole("button", { name: bellName })).toHaveCount(0);
  await other.close();

  await page.goto(`${installation.url}/settings#notifications`);
  await page.getByRole("button", { name: `Delete ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await receiver.close();
});
