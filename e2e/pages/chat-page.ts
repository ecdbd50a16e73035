import { expect, type Locator, type Page } from "@playwright/test";
import { admin } from "../fixtures/people.ts";

/** The chat as a person uses it. */
export class ChatPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Signs in through the form and lands in the chat. */
  async signIn(url: string): Promise<void> {
    await this.page.goto(`${url}/sign-in`);
    await this.page.getByLabel("Name").fill(admin.name);
    await this.page.getByLabel("Password").fill(admin.password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await expect(this.composer).toBeVisible();
    await this.expectLive();
  }

  /** Waits until the page is alive: before, it is drawn but takes no keys. A phone shows the word on some pages only. */
  async expectLive(): Promise<void> {
    await expect(this.page.getByText("Live", { exact: true }).first()).toBeAttached();
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: "What should happen?" });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** The card of the newest request with that text. */
  card(text: string): Locator {
    return this.page.getByRole("region", { name: text }).last();
  }

  /** Presses Approve as a person does: again, when the card had just moved and did not take the first press. */
  async approve(text: string): Promise<void> {
    const button = this.card(text).getByRole("button", { name: /^Approve/ });
    await expect(async () => {
      if ((await button.count()) > 0) await button.click({ timeout: 10_000 });
      await expect(button).toHaveCount(0, { timeout: 10_000 });
    }).toPass({ timeout: 120_000 });
  }

  /** Has the hosts asked what a waiting plan would change, and waits for what they say. */
  async preview(text: string): Promise<Locator> {
    const preview = this.card(text).getByRole("region", { name: "Preview" });
    await preview.getByRole("button", { name: "Preview changes" }).click();
    await expect(preview.getByRole("button", { name: "Preview again" })).toBeVisible({
      timeout: 180_000,
    });
    return preview;
  }

  /** Waits until the card says so; cards name their state in words. */
  async expectState(text: string, state: string, timeout = 120_000): Promise<void> {
    await expect(this.card(text).locator("header").getByText(state, { exact: true })).toBeVisible({
      timeout,
    });
  }
}

/** Whether the page can be scrolled sideways: it must not. */
export async function overflowsSideways(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
  );
}
