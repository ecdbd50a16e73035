import { makeStore } from "#components/lib/external-store.ts";

/** Which overlay of the keyboard layer is open. */
export const openOverlay = makeStore<"none" | "palette" | "legend">("none");

/** Opens search and commands. */
export function openPalette(): void {
  openOverlay.set("palette");
}

/** Opens the list of shortcuts. */
export function openLegend(): void {
  openOverlay.set("legend");
}

/** Closes whichever is open. */
export function closeOverlay(): void {
  openOverlay.set("none");
}

const storageKey = "chiffon.single-letters";

/** Whether shortcuts of a single letter are on; a person can switch them off for voice control. */
export function areSingleLettersOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

/** Switches single-letter shortcuts on or off in this browser. */
export function setSingleLetters(isOn: boolean): void {
  try {
    localStorage.setItem(storageKey, isOn ? "on" : "off");
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
}

/** Whether a key press belongs to a text field or an open menu, where single letters mean themselves. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest(
        "input:not([type=checkbox]), textarea, select, [role=menu], [role=listbox], [role=dialog]",
      ) !== null)
  );
}

/** Whether this machine has Apple's ⌘ where others have Ctrl. */
export function hasCommandKey(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
