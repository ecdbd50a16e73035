import { admin } from "./fixtures/people.ts";
import { expect, test } from "./fixtures/test.ts";

test("a deleted conversation comes back by Undo, and after the tab was closed by its address (UI-01)", async ({
  chat,
  page,
  context,
}, { project }) => {
  const text = `hello from the ${project.name}`;
  await chat.say(text);
  await expect(page).toHaveURL(/\?c=/);
  await expect(page.getByRole("article", { name: "Chiffon answered" })).toBeVisible();
  const address = page.url();
  const remove = async () => {
    await page.getByRole("button", { name: "Delete conversation" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByText("Conversation deleted.")).toBeVisible();
    await expect(page).not.toHaveURL(/\?c=/);
  };
  await remove();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole("article", { name: `${admin.name} wrote` })).toBeVisible();

  await remove();
  const later = await context.newPage();
  await later.goto(address);
  await later.getByRole("button", { name: "Bring it back" }).click();
  await expect(later.getByRole("article", { name: `${admin.name} wrote` })).toBeVisible();
  await later.close();
});
