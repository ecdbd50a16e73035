import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { UnauthorizedError } from "@modelcontextprotocol/client";
import type { Page } from "@playwright/test";
import { clientWithoutToken } from "#tests/support/oauth-client.ts";
import { admin } from "./fixtures/people.ts";
import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

/** Where a client on this device waits for its person's browser to come back. */
async function waitingClient() {
  const came: { address: URL | null } = { address: null };
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? "/", "http://127.0.0.1");
    // Browsers ask for an icon too.
    if (address.pathname === "/callback") came.address = address;
    response.end("You can close this page.");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { came, redirectUrl: `http://127.0.0.1:${port}/callback`, close: () => server.close() };
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations).toEqual([]);
}

test("an assistant that has no token is let in on a page, and ended among the tokens", async ({
  browser,
  chat,
  installation,
}) => {
  const back = await waitingClient();
  const found = clientWithoutToken(installation.url, "2026-07-28", back.redirectUrl);
  const first = found.transport();
  await expect(found.client().connect(first)).rejects.toBeInstanceOf(UnauthorizedError);

  // Whoever is not signed in does that first, and comes back to the page.
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(String(found.provider.sentTo));
  await page.getByLabel("Name").fill(admin.name);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Let Test assistant in?" })).toBeVisible();
  await expect(page.getByText("a program on this device")).toBeVisible();
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(2);
  expect(await overflowsSideways(page)).toBe(false);
  await expectAccessible(page);

  await page.getByRole("button", { name: "Let it in" }).click();
  await expect(page.getByText("You can close this page.")).toBeVisible();
  await first.finishAuth(back.came.address?.searchParams ?? new URLSearchParams());
  const connected = found.client();
  await connected.connect(found.transport());
  expect((await connected.listTools()).tools.map(({ name }) => name)).toContain("submit_request");
  await connected.close();

  await chat.page.goto(`${installation.url}/settings`);
  await chat.page.getByText("Connect an assistant by MCP").click();
  await expect(chat.page.getByText(`${installation.url}/api/mcp`)).toBeVisible();
  expect(await overflowsSideways(chat.page)).toBe(false);
  await expectAccessible(chat.page);
  const token = chat.page.getByRole("listitem").filter({ hasText: "MCP only" });
  await token.getByRole("button", { name: "Revoke Test assistant" }).click();
  await chat.page.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(token).toHaveCount(0);
  await expect(found.client().connect(found.transport())).rejects.toBeInstanceOf(UnauthorizedError);

  // What can't be told leads nowhere.
  const alien = new URL(String(found.provider.sentTo));
  alien.searchParams.set("redirect_uri", "https://evil.example/");
  await page.goto(String(alien));
  await expect(page.getByRole("heading", { name: "This client can't be let in" })).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  await context.close();
  back.close();
});
