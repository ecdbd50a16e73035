/** What a key press in the composer asks for. */
export type ComposerIntent = "send" | "recall-older" | "recall-newer" | null;

/** The facts of a key press the rules look at. */
export interface ComposerKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** An input method is composing a character: Enter then accepts the character. */
  readonly isComposing: boolean;
  /** The box is empty or holds a recalled text unchanged. */
  readonly isRecallable: boolean;
}

/** Enter sends, Shift+Enter breaks the line, ↑ in an empty box recalls; nothing happens in mid-composition. */
export function composerIntent(press: ComposerKey): ComposerIntent {
  if (press.isComposing || press.altKey) return null;
  if (press.key === "Enter") return press.shiftKey ? null : "send";
  if (!press.isRecallable || press.shiftKey || press.ctrlKey || press.metaKey) return null;
  if (press.key === "ArrowUp") return "recall-older";
  if (press.key === "ArrowDown") return "recall-newer";
  return null;
}

/** Longest message the server takes; kept equal to the contract by a test. */
export const maxMessageLength = 4000;
const counterFrom = 3600;

/** What to say about the length: nothing until it gets close. */
export function lengthNote(
  length: number,
): { readonly text: string; readonly isOver: boolean } | null {
  if (length < counterFrom) return null;
  const left = maxMessageLength - length;
  return left >= 0
    ? { text: `${left} characters left`, isOver: false }
    : { text: `${-left} characters too many: shorten it, or split it into several`, isOver: true };
}
