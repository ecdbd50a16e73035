import { expect, test } from "./fixtures/test.ts";

const request = "Report the state of all apps";

test("a rejected plan never runs and says why", async ({ chat }) => {
  await chat.say(request);
  await chat.expectState(request, "Needs approval");
  await chat.card(request).getByRole("button", { name: "Reject", exact: true }).click();
  const dialog = chat.page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("not today");
  await dialog.getByRole("button", { name: "Reject", exact: true }).click();
  await chat.expectState(request, "Rejected");
  await expect(chat.card(request)).toContainText("not today");
  await expect(chat.card(request).getByRole("button", { name: /^Approve/ })).toHaveCount(0);
});

test("words in the chat never approve", async ({ chat }) => {
  await chat.say(request);
  await chat.expectState(request, "Needs approval");
  await chat.say("approve it");
  await expect(
    chat.page.getByText("Only the buttons on the card decide", { exact: false }).last(),
  ).toBeVisible();
  await chat.expectState(request, "Needs approval");
});

test("Enter never approves and Approve is not focused by itself", async ({ chat, page }) => {
  await chat.say(request);
  await chat.expectState(request, "Needs approval");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.textContent ?? "")).not.toMatch(
    /^Approve/,
  );
  await chat.expectState(request, "Needs approval");
});

test("every open tab flips when one decides", async ({ chat, context }) => {
  await chat.say(request);
  await chat.expectState(request, "Needs approval");
  const other = await context.newPage();
  await other.goto(chat.page.url());
  const otherCard = other.getByRole("region", { name: request }).last();
  await expect(otherCard.getByText("Needs approval")).toBeVisible();
  await chat.approve(request);
  await expect(otherCard.getByRole("button", { name: /^Approve/ })).toHaveCount(0, {
    timeout: 30_000,
  });
  await chat.expectState(request, "Done", 300_000);
  await expect(otherCard.getByText("Done", { exact: true }).first()).toBeVisible();
});
