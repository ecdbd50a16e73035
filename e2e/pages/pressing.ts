import { expect, type Locator, type Page } from "@playwright/test";

const quietMs = 120;
const mostQuietWaits = 12;

/**
 * Counts what a press can cause on the page that is open: changes of it, another place for the focus, a field that asks to
 * be filled in. No effect are clocks that run, and that what was pressed has the focus.
 */
export function watchEffects(page: Page): Promise<void> {
  return page.evaluate(() => {
    if ("watched" in document.documentElement.dataset) return;
    document.documentElement.dataset["watched"] = "";
    let pressed: Node | null = null;
    const note = () =>
      sessionStorage.setItem("effects", String(Number(sessionStorage.getItem("effects")) + 1));
    const isClock = (node: Node) =>
      (node instanceof Element ? node : node.parentElement)?.closest("time, .tabular") != null;
    const all = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver((changes) => {
      if (changes.some(({ target }) => !isClock(target))) note();
    }).observe(document, all);
    document.addEventListener("pointerdown", ({ target }) => {
      pressed = target instanceof Node ? target : null;
    });
    document.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof Node && target.contains(pressed))) note();
    });
    document.addEventListener("invalid", note, true);
  });
}

/** How much has happened so far. */
function effectsOf(page: Page): Promise<number> {
  return page.evaluate(() => Number(sessionStorage.getItem("effects")));
}

/** Waits until nothing changes for a moment: dialogs have opened, answers are drawn. */
export async function settle(page: Page): Promise<void> {
  for (let at = 0; at < mostQuietWaits; at++) {
    const before = await effectsOf(page);
    await page.waitForTimeout(quietMs);
    if ((await effectsOf(page)) === before) return;
  }
}

/** Something that can be pressed. */
export interface Control {
  readonly name: string;
  /** Where it stands and what it says, but for what changes: pressed once. */
  readonly known: string;
  /** The dialog that it stands in; empty for the page itself. */
  readonly scope: string;
  readonly button: Locator;
}

/** The dialog on top, or the part of the page that was asked for. */
export async function scopeOf(
  page: Page,
  part: Locator = page.locator("body"),
): Promise<{ name: string; place: Locator }> {
  const dialog = page.getByRole("dialog").last();
  if ((await dialog.count()) === 0) return { name: "", place: part };
  const name = await dialog.getAttribute("aria-labelledby");
  const title = name === null ? null : page.locator(`[id="${name}"]`).first();
  return { name: (title && (await title.innerText())) || "dialog", place: dialog };
}

const buttons = "button, [role=button], [role=menuitem], [role=tab]";
/** With what folds and unfolds. */
export const everything = `${buttons}, summary`;

/** What can be seen and pressed there, in its order. */
export async function controlsOf(
  { name: scope, place }: { readonly name: string; readonly place: Locator },
  which: string = buttons,
): Promise<Control[]> {
  const all = place.locator(which);
  // Asked at once: one by one takes a page with many of them seconds.
  const names = await all.evaluateAll((elements) =>
    elements.map((element) => {
      const isUsable =
        element.checkVisibility({ visibilityProperty: true }) &&
        element.getClientRects().length > 0 &&
        !element.matches(":disabled, [aria-disabled=true]");
      const text = element instanceof HTMLElement ? element.innerText : "";
      return isUsable ? (element.getAttribute("aria-label") ?? text) : null;
    }),
  );
  return names.flatMap((said, at) => {
    if (said === null) return [];
    const name = said.trim().replace(/\s+/g, " ");
    return [{ name, scope, button: all.nth(at), known: `${scope}: ${lasting(name)}` }];
  });
}

/** A name without what changes in it: numbers, hashes, and what a long one says of how it stands at its end. */
const lasting = (name: string) =>
  name
    .replace(/\b[0-9a-f]{8,}\b/g, "0")
    .replace(/\d+/g, "0")
    .slice(0, 30);

/** Presses it and expects that something comes of it. @returns false when it could not be pressed */
export async function press(page: Page, { name, button }: Control): Promise<boolean> {
  const url = page.url();
  const before = await effectsOf(page);
  let asked = 0;
  const note = () => {
    asked += 1;
  };
  page.on("request", note);
  page.on("download", note);
  try {
    const isPressed = await button.click({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (!isPressed) return false;
    await expect
      .poll(async () => page.url() !== url || asked > 0 || (await effectsOf(page)) !== before, {
        message: `"${name}" on ${url} does something`,
        timeout: 5_000,
        intervals: [50, 100, 250],
      })
      .toBe(true);
    return true;
  } finally {
    page.off("request", note);
    page.off("download", note);
  }
}
