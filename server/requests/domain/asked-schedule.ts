import { findTimePhrase } from "#server/language/time-words.ts";

/** A request that is to come again and again. */
export interface AskedSchedule {
  /** What is wanted, without the times. */
  readonly text: string;
  /** The times, in words that can be read again. */
  readonly when: string;
}

/** How questions begin; they are answered, however often something happens. */
const question =
  /^(?:what|when|which|who|whom|whose|why|how|where|is|are|was|were|do|does|did|has|have|can|could|should|would|will|show|list|tell)\b|\?\s*$/i;
/** Words that wait for another: the times belong to what is set, not to when it is asked. */
const unfinished =
  /\b(?:to|for|from|at|by|of|with|is|as|than|until|in|on|be|run|runs|every|and|or)$/i;

/**
 * Finds out whether a message asks for something at times that come again: they stand at its end or its beginning, and
 * what is left is a whole request. Null for everything else.
 */
export function askedSchedule(message: string): AskedSchedule | null {
  const said = message.trim().replace(/\s+/g, " ");
  if (said.includes("\n") || question.test(said)) return null;
  const found = findTimePhrase(said);
  if (found === null || findTimePhrase(found.rest) !== null) return null;
  const text = found.rest
    .replace(/^please,?\s+|,?\s+please$/gi, "")
    .replace(/[.!]+$/, "")
    .trim();
  const isWhole = text.split(" ").length >= 2 && !unfinished.test(text);
  return isWhole && isAtAnEnd(said, found) ? { text, when: found.words } : null;
}

function isAtAnEnd(said: string, { start, end }: { start: number; end: number }): boolean {
  const before = said
    .slice(0, start)
    .replace(/^please\b/i, "")
    .trim();
  const after = said
    .slice(end)
    .replace(/\bplease\b/i, "")
    .replace(/[\s.,!]+/g, "");
  return before === "" || after === "";
}
