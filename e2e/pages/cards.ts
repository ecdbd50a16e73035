import { expect, type Locator } from "@playwright/test";
import type { ChatPage } from "./chat-page.ts";

/** The card of a plan in its conversation, and what brings it from one state into another. */
export class Cards {
  readonly #chat: ChatPage;

  constructor(chat: ChatPage) {
    this.#chat = chat;
  }

  /** A new plan that waits for a decision. */
  async ask(text: string): Promise<Locator> {
    const cards = this.#chat.page.getByRole("region", { name: text });
    const before = await cards.count();
    await this.#chat.say(text);
    await expect(cards).toHaveCount(before + 1);
    await this.#chat.expectState(text, "Needs approval");
    return this.fixed(text);
  }

  /** The newest card with that text, by what stays the same when another follows. */
  async fixed(text: string): Promise<Locator> {
    const id = await this.#chat.card(text).getAttribute("id");
    return this.#chat.page.locator(`[id="${id}"]`);
  }

  of(requestId: string): Locator {
    return this.#chat.page.locator(`[id="plan-${requestId}"]`);
  }

  async is(card: Locator, label: string): Promise<boolean> {
    return (await card.locator("header").getByText(label, { exact: true }).count()) > 0;
  }

  async expectIs(card: Locator, label: string): Promise<void> {
    await expect(card.locator("header").getByText(label, { exact: true })).toBeVisible({
      timeout: 120_000,
    });
  }

  async approve(card: Locator, end: string): Promise<void> {
    const button = card.getByRole("button", { name: /^Approve/ });
    await expect(async () => {
      if ((await button.count()) > 0) await button.click({ timeout: 5_000 });
      await expect(button).toHaveCount(0, { timeout: 5_000 });
    }).toPass();
    await this.expectIs(card, end);
  }

  async reject(card: Locator): Promise<void> {
    await card.getByRole("button", { name: "Reject", exact: true }).click();
    const dialog = this.#chat.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Reject", exact: true }).click();
    await this.expectIs(card, "Rejected");
  }

  /** Ends what runs, whatever was asked of it before. */
  async stop(card: Locator): Promise<void> {
    const stop = card.getByRole("button", {
      name: /^(?:Stop|Force stop|Call off)$/,
      disabled: false,
    });
    const force = this.#chat.page.getByRole("button", { name: "Force stop now" });
    await expect(async () => {
      if (await force.isVisible()) await force.click({ timeout: 2_000 });
      else if (await stop.isVisible()) await stop.click({ timeout: 2_000 });
      expect(await this.is(card, "Cancelled")).toBe(true);
    }).toPass();
  }
}
