const draftKey = (conversationId: string | null): string =>
  `chiffon.draft.${conversationId ?? "new"}`;
const sentKey = "chiffon.sent";
const maxSent = 50;

/** What was typed but not sent in a conversation (null: a new one); empty when nothing was. */
export function readDraft(conversationId: string | null): string {
  return read(draftKey(conversationId)) ?? "";
}

/** Keeps a draft across reloads; an empty one is forgotten. */
export function writeDraft(conversationId: string | null, text: string): void {
  write(draftKey(conversationId), text === "" ? null : text);
}

/** Texts sent from this browser, newest first. */
export function readSent(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(read(sentKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter((text) => typeof text === "string") : [];
  } catch {
    return [];
  }
}

/** Remembers a sent text for recall. */
export function rememberSent(text: string): void {
  const others = readSent().filter((other) => other !== text);
  write(sentKey, JSON.stringify([text, ...others].slice(0, maxSent)));
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse storage: drafts then last as long as the page.
  }
}
