import { makeStore } from "./external-store.ts";

/** What the page's one polite live region says. */
export const announcement = makeStore("");

/** Says a sentence to people who do not see the screen. The same sentence twice is said twice. */
export function announce(sentence: string): void {
  announcement.set(announcement.get() === sentence ? `${sentence} ` : sentence);
}
