import { expect, type Page } from "@playwright/test";

/** Adds a repository of this machine from the page of first steps. */
export async function addFolder(page: Page, name: string, location: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Add a repository" });
  // A page that is drawn and not alive yet takes no press. Where there is one already, the first step is done.
  await expect(async () => {
    await page.getByRole("button", { name: /^\d?\s*Your repository/ }).click();
    await page.getByRole("button", { name: "Add a repository" }).first().click();
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Path or address").fill(location);
  await dialog.getByRole("button", { name: "Add and scan" }).click();
  await expect(dialog).toHaveCount(0);
}
