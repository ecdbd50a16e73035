import type { MessagePart } from "#server/contracts/chat.ts";

/** A part of plain words. */
export function text(words: string): MessagePart {
  return { kind: "text", text: words };
}
