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

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page keeps WCAG 2.2 AA in ${colorScheme} and fits its width`, async ({
    chat,
    page,
    installation,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await chat.say("Report the state of all apps");
    await chat.expectState("Report the state of all apps", "Needs approval");
    for (const path of [null, ...pages]) {
      if (path !== null) await page.goto(`${installation.url}${path}`);
      await page.waitForLoadState("networkidle");
      await paintAll(page);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(
          (node) => `${path ?? "card"}: ${id} ${node.target.join(" ")}: ${node.failureSummary}`,
        ),
      );
      expect(found).toEqual([]);
      expect(await overflowsSideways(page)).toBe(false);
    }
  });
}
