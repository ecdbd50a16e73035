import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

/** What is not painted yet has the place it will have only once it is: axe measures places. */
async function paintAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".lazy-paint { content-visibility: visible }");
    document.adoptedStyleSheets.push(sheet);
  });
}

const pages = [
  "/",
  "/approvals",
  "/audit",
  "/first-steps",
  "/fleet",
  "/playbooks",
  "/rules",
  "/scaffolds",
  "/schedules",
  "/settings",
  "/spend",
];

/** Fails with every finding of axe on the page as it is, and where it is wider than its screen. */
async function expectClean(page: Page, where: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await paintAll(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${where}: ${id} ${node.target.join(" ")}: ${node.failureSummary}`),
  );
  expect(found).toEqual([]);
  expect(await overflowsSideways(page)).toBe(false);
}

const asked = "Report the state of all apps";

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page keeps WCAG 2.2 AA in ${colorScheme} and fits its width`, async ({
    chat,
    page,
    installation,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await chat.say(asked);
    await chat.expectState(asked, "Needs approval");
    for (const path of [null, ...pages]) {
      if (path !== null) await page.goto(`${installation.url}${path}`);
      await expectClean(page, path ?? "card");
    }
  });
}

test("a card and its page keep it when rejected, and when done with its output open", async ({
  chat,
  page,
  installation,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await chat.say(asked);
  await chat.expectState(asked, "Needs approval");
  await chat.card(asked).getByRole("button", { name: "Reject", exact: true }).click();
  await expectClean(page, "the dialog that rejects");
  await page.getByRole("dialog").getByRole("button", { name: "Reject", exact: true }).click();
  await chat.expectState(asked, "Rejected");
  await expectClean(page, "rejected");
  await chat.say(asked);
  await chat.expectState(asked, "Needs approval");
  await chat.approve(asked);
  await chat.expectState(asked, "Done", 300_000);
  const output = chat.card(asked).getByRole("button", { name: "Show output" });
  for (const button of await output.all()) await button.click();
  await expectClean(page, "done");
  const reply = await page.request.get(`${installation.url}/api/v1/executions?limit=1`);
  const { executions } = (await reply.json()) as { executions: { request_id: string }[] };
  await page.goto(`${installation.url}/requests/${executions[0]?.request_id}`);
  await expect(page.getByText("Gates", { exact: true })).toBeVisible();
  await expectClean(page, "the request's page");
});
