import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

const pages = ["/", "/approvals", "/audit", "/fleet", "/playbooks", "/settings"];

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page keeps WCAG 2.2 AA in ${colorScheme} and fits its width`, async ({
    chat,
    page,
    installation,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await chat.say("Report the state of all apps");
    await chat.expectState("Report the state of all apps", "Waiting for approval");
    for (const path of [null, ...pages]) {
      if (path !== null) await page.goto(`${installation.url}${path}`);
      await page.waitForLoadState("networkidle");
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${path ?? "card"}: ${id} ${node.target.join(" ")}`),
      );
      expect(found).toEqual([]);
      expect(await overflowsSideways(page)).toBe(false);
    }
  });
}
