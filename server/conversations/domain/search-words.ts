/** What somebody looks for, taken apart. */
export interface SearchWords {
  /** As Postgres' `websearch_to_tsquery` reads it: phrases in quotes, OR, and words after a minus that must not occur. */
  readonly text: string;
  /** Words that are marked where they occur, in lower case. */
  readonly marked: readonly string[];
  /** Parts of words that must all occur, in lower case; null where the text has operators, which only whole words know. */
  readonly parts: readonly string[] | null;
}

const maxWords = 8;
const operators = /"|(?:^|\s)-\S|\sor\s/i;

/** Takes apart what somebody looks for: at most eight words of it. */
export function readSearch(text: string): SearchWords {
  const words = text
    .toLowerCase()
    .split(/[\s"]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, maxWords);
  if (!operators.test(text)) return { text, marked: words, parts: words };
  const marked = words.filter((word) => !word.startsWith("-") && word !== "or");
  return { text, marked, parts: null };
}
