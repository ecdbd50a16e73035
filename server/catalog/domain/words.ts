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

const irregular: Readonly<Record<string, string>> = {
  lists: "list",
  news: "news",
  this: "this",
  dns: "dns",
  nas: "nas",
  has: "has",
  was: "was",
  status: "status",
  does: "does",
  https: "https",
  series: "series",
  photos: "photo",
  videos: "video",
  ran: "run",
  running: "run",
  began: "begin",
  sent: "send",
  kept: "keep",
  media: "media",
  people: "person",
  children: "child",
  letter: "letter",
  letters: "letter",
  banner: "banner",
  banners: "banner",
  dinner: "dinner",
  better: "better",
  matter: "matter",
};

/**
 * A light English stem: plural, -ing, -ed, -er, -ion and final e go, so that "monitoring", "monitors" and "monitor"
 * meet. Both sides of every comparison use it, so a wrong stem costs nothing.
 */
export function stem(word: string): string {
  const known = irregular[word];
  if (known !== undefined) return known;
  if (word.length < 4 || /\d/.test(word)) return word;
  let text = word;
  if (text.endsWith("ies") && text.length > 4) text = `${text.slice(0, -3)}y`;
  else if (/(?:s|x|z|ch|sh)es$/.test(text)) text = text.slice(0, -2);
  else if (/[^sui]s$/.test(text)) text = text.slice(0, -1);
  text = stripEnding(text);
  if (text.length > 4 && text.endsWith("e")) text = text.slice(0, -1);
  return text;
}

function stripEnding(word: string): string {
  for (const ending of ["ements", "ement", "ing", "ed", "er", "ion", "ly"]) {
    const left = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || left.length < 3 || !/[aeiouy]/.test(left)) continue;
    if (ending === "er" && left.length < 4) continue;
    if (ending.startsWith("ement") && left.length < 5) continue;
    return /([bdfglmnprt])\1$/.test(left) ? left.slice(0, -1) : left;
  }
  return word;
}
