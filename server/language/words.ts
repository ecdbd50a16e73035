import { stem as snowballStem } from "porter2";

/** A word of a text: as written, folded to plain lower case, and its stem. */
export interface Word {
  readonly raw: string;
  readonly text: string;
  readonly stem: string;
  /** Offset in the text. */
  readonly at: number;
}

/** Plain lower case without accents. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[\u2018\u2019]/g, "'")
    .toLowerCase();
}

/** Letters and digits only, folded: "Uptime-Kuma" is "uptimekuma". What names are compared by. */
export function compact(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Splits text into words; "it's" and "Kuma's" lose their ending, camel case is parted ("uptimeKuma"). */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:['\u2019][\p{L}]+)?/gu)) {
    const whole = match[0].replace(/['\u2019]\p{L}+$/u, "");
    let at = match.index;
    for (const raw of whole.split(/(?<=[a-z]{3})(?=[A-Z][a-z])/)) {
      const folded = fold(raw);
      words.push({ raw, text: folded, stem: stem(folded), at });
      at += raw.length;
    }
  }
  return words;
}

/**
 * The English Snowball stem, so that "monitoring", "monitors" and "monitor" meet. Both sides of every comparison have
 * to be stemmed by it. Short words are names more often than English ("ups", "aws") and stay as they are.
 */
export function stem(word: string): string {
  return word.length < 4 ? word : snowballStem(word);
}
