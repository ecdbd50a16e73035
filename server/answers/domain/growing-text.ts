/** A piece of a growing text: what to write from an offset on. */
export interface TextPiece {
  readonly at: number;
  readonly text: string;
}

/** What turns the text that was sent into the one there is now, or null when nothing is new. */
export function newText(sent: string, now: string): TextPiece | null {
  if (sent === now) return null;
  if (now.startsWith(sent)) return { at: sent.length, text: now.slice(sent.length) };
  let at = 0;
  while (at < sent.length && at < now.length && sent[at] === now[at]) at += 1;
  return { at, text: now.slice(at) };
}

/** The text with a piece written into it. A piece beyond its end was preceded by one that is missing: the gap is shown. */
export function withPiece(text: string, piece: TextPiece): string {
  const before = text.slice(0, piece.at);
  return `${before}${before.length < piece.at ? " … " : ""}${piece.text}`;
}
