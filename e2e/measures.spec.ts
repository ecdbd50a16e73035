import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test.ts";
import { overflowsSideways } from "./pages/chat-page.ts";

const pages = [
  ...["/", "/approvals", "/audit", "/first-steps", "/fleet", "/playbooks"],
  ...["/rules", "/scaffolds", "/schedules", "/spend", "/settings"],
];
const least = 44;

/**
 * What a finger can press and is smaller than that, with its size. A box or circle counts with its label, a link within a
 * sentence not at all (WCAG 2.5.8).
 */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((limit) => {
    const all = document.querySelectorAll<HTMLElement>(
      "a[href], button, input, select, textarea, summary, [role='button']",
    );
    const isInText = (element: Element) =>
      element.tagName === "A" &&
      getComputedStyle(element).display === "inline" &&
      (element.parentElement?.textContent ?? "").trim() !== (element.textContent ?? "").trim();
    return [...all].flatMap((element) => {
      const isBox = ["checkbox", "radio"].includes(element.getAttribute("type") ?? "");
      const target = isBox ? (element.closest("label") ?? element) : element;
      const { width, height } = target.getBoundingClientRect();
      const isSeen = element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
      // Screen readers' own: clipped to a pixel until it has the focus.
      if (!isSeen || width <= 1 || height <= 1 || isInText(element)) return [];
      if (width >= limit - 0.5 && height >= limit - 0.5) return [];
      const name = element.getAttribute("aria-label") ?? element.textContent ?? element.tagName;
      return [`${name.trim().slice(0, 40)} ${Math.round(width)}×${Math.round(height)}`];
    });
  }, least);
}

test("nothing is wider than a screen of 320 pixels, nor too small for a finger (UI-06)", async ({
  chat,
  page,
  installation,
}, { project }) => {
  test.skip(project.name !== "phone", "a mouse needs less");
  const asked = "Report the state of all apps";
  await chat.say(asked);
  await chat.expectState(asked, "Needs approval");
  const small: string[] = [];
  for (const path of [null, ...pages]) {
    if (path !== null) await page.goto(`${installation.url}${path}`);
    await page.waitForLoadState("networkidle");
    for (const each of await smallTargets(page)) small.push(`${path ?? "card"}: ${each}`);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await overflowsSideways(page), `${path ?? "card"} at 320`).toBe(false);
    await page.setViewportSize({ width: 390, height: 844 });
  }
  expect([...new Set(small)]).toEqual([]);
});
