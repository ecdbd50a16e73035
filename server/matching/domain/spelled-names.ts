import { stopWords } from "#server/language/stop-words.ts";
import type { Word } from "#server/language/words.ts";
import { editDistance } from "#server/lib/edit-distance.ts";
import type { IndexedEntry, NameTarget } from "./prepare-entry.ts";
import { trigrams } from "./trigram-index.ts";

interface SpelledName {
  readonly key: string;
  readonly entries: readonly number[];
}

/** How nearly words spell the name of an entry, 0–1, and whether they sound like it; by entry number. */
export interface Spelling {
  readonly likeness: ReadonlyMap<number, number>;
  readonly sounds: ReadonlySet<number>;
}

const minLength = 5;
const maxLength = 24;
const maxWords = 40;
const maxWindow = 4;
/** One in so many of the trigrams of two texts together has to be shared. */
const leastShare = 5;

/**
 * Names by how they are spelt and how they sound, for what somebody typed as they heard it: "fale to ban" is fail2ban,
 * "up time cuma" is Uptime Kuma. Wider than a typo search, and so only one sign among others.
 */
export class SpelledNames {
  readonly #names: readonly SpelledName[];
  /** How many trigrams and letters each has, in a row: most names that share a trigram are put aside by these alone. */
  readonly #gramCounts: Uint8Array;
  readonly #lengths: Uint8Array;
  /** Numbers of the names with a trigram; as whole numbers in a row, because all of them are gone through again and again. */
  readonly #byGram: ReadonlyMap<string, Uint32Array>;
  readonly #bySound = new Map<string, number[]>();
  /** Trigrams that each name shares with the text at hand; zero between two texts. */
  readonly #shared: Uint8Array;
  /** The names that share any, in its first places. */
  readonly #touched: Uint32Array;

  constructor(entries: readonly IndexedEntry[], names: ReadonlyMap<string, readonly NameTarget[]>) {
    this.#names = gather(entries, names);
    this.#gramCounts = new Uint8Array(this.#names.length);
    this.#lengths = Uint8Array.from(this.#names, ({ key }) => key.length);
    this.#shared = new Uint8Array(this.#names.length);
    this.#touched = new Uint32Array(this.#names.length);
    const byGram = new Map<string, number[]>();
    for (const [at, { key }] of this.#names.entries()) {
      const grams = trigrams(key);
      this.#gramCounts[at] = grams.size;
      for (const gram of grams) append(byGram, gram, at);
      append(this.#bySound, soundOf(key), at);
    }
    this.#byGram = new Map([...byGram].map(([gram, names]) => [gram, Uint32Array.from(names)]));
  }

  /** Compares stretches of up to four words with all names. */
  find(words: readonly Word[], isKnown: (stem: string) => boolean): Spelling {
    const likeness = new Map<number, number>();
    const sounds = new Set<number>();
    for (const text of stretches(words.slice(0, maxWords), isKnown)) {
      for (const { entries, share } of this.#alike(text))
        for (const entry of entries) likeness.set(entry, Math.max(share, likeness.get(entry) ?? 0));
      for (const entry of this.#soundingLike(text)) sounds.add(entry);
    }
    return { likeness, sounds };
  }

  #soundingLike(text: string): readonly number[] {
    const sound = soundOf(text);
    const names = sound.length < minLength ? [] : (this.#bySound.get(sound) ?? []);
    return names.flatMap((at) => this.#names[at]?.entries ?? []);
  }

  #alike(text: string): { entries: readonly number[]; share: number }[] {
    const own = trigrams(text);
    const found: { entries: readonly number[]; share: number }[] = [];
    const touched = this.#countShared(own);
    for (let place = 0; place < touched; place++) {
      const at = this.#touched[place] ?? 0;
      const isNear = this.#sharesEnough(text.length, own.size, at);
      this.#shared[at] = 0;
      const share = isNear ? this.#likeness(text, at) : 0;
      if (share > 0) found.push({ entries: this.#names[at]?.entries ?? [], share });
    }
    return found;
  }

  /** Whether a name shares so many trigrams with a text, and is so nearly as long, that letters are worth comparing. */
  #sharesEnough(length: number, grams: number, at: number): boolean {
    const count = this.#shared[at] ?? 0;
    if (count * leastShare < grams + (this.#gramCounts[at] ?? 0)) return false;
    const other = this.#lengths[at] ?? 0;
    return Math.abs(other - length) <= Math.floor(Math.max(other, length) / 3);
  }

  /** Counts the trigrams that each name shares with a text; returns how many names share any. */
  #countShared(own: ReadonlySet<string>): number {
    const shared = this.#shared;
    let touched = 0;
    for (const gram of own) {
      const names = this.#byGram.get(gram);
      if (names === undefined) continue;
      for (let place = 0; place < names.length; place++) {
        const at = names[place] ?? 0;
        const count = shared[at] ?? 0;
        if (count === 0) this.#touched[touched++] = at;
        shared[at] = count + 1;
      }
    }
    return touched;
  }

  /** Share of letters that stand alike; 0 where more than a third differ. */
  #likeness(text: string, at: number): number {
    const key = this.#names[at]?.key ?? "";
    const length = Math.max(key.length, text.length);
    const limit = Math.floor(length / 3);
    const distance = editDistance(text, key, limit);
    return distance <= limit ? 1 - distance / length : 0;
  }
}

/** Names that tell entries apart: those of a fifth of all tell nothing. */
function gather(
  entries: readonly IndexedEntry[],
  names: ReadonlyMap<string, readonly NameTarget[]>,
): SpelledName[] {
  const found = new Map<string, Set<number>>();
  const put = (key: string, entry: number): void => {
    if (key.length >= minLength - 1 && key.length <= maxLength)
      found.set(key, (found.get(key) ?? new Set()).add(entry));
  };
  for (const [key, targets] of names)
    if (!key.startsWith("s:")) for (const { entry } of targets) put(key, entry);
  for (const [number, { nameStems, entry }] of entries.entries())
    for (const word of [nameStems.join(""), ...pathWords(entry.path)]) put(word, number);
  const most = Math.max(3, entries.length / 5);
  return [...found]
    .filter(([, numbers]) => numbers.size <= most)
    .map(([key, numbers]) => ({ key, entries: [...numbers] }));
}

/** Long words of a file's name and of its folder's. */
function pathWords(path: string): string[] {
  const parts = path
    .toLowerCase()
    .replace(/\.ya?ml$/, "")
    .split("/")
    .slice(-2);
  return parts
    .flatMap((part) => part.split(/[^a-z0-9]+/))
    .filter((word) => word.length >= minLength && !stopWords.has(word));
}

/** Neighbouring words written as one; a single one only where the catalog does not know it. */
function stretches(words: readonly Word[], isKnown: (stem: string) => boolean): string[] {
  const windows = words.flatMap((_, from) =>
    Array.from({ length: maxWindow }, (_, more) => words.slice(from, from + more + 1)).filter(
      (window, more) => window.length === more + 1,
    ),
  );
  return windows
    .filter(
      (window) =>
        // "fale to ban" has one inside, but no name begins or ends with one.
        !stopWords.has(window[0]?.text ?? "") &&
        !stopWords.has(window.at(-1)?.text ?? "") &&
        !(window.length === 1 && isKnown(window[0]?.stem ?? "")),
    )
    .map((window) => window.map(({ text }) => text).join(""))
    .filter((text) => text.length >= minLength && text.length <= maxLength);
}

/** Letters that sound alike, in order: what is heard as the same is written as the same. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/2/g, "to"],
  [/4/g, "for"],
  [/ph/g, "f"],
  [/cks/g, "x"],
  [/ck/g, "k"],
  [/[cq]/g, "k"],
  [/x/g, "ks"],
  [/z/g, "s"],
  [/y/g, "i"],
  [/gh/g, "g"],
  [/(.)\1+/g, "$1"],
  [/h(?![aeiou])/g, ""],
  [/e\b/g, ""],
  [/[aeiou]+/g, "a"],
];

function soundOf(text: string): string {
  return sounds.reduce((heard, [letters, sound]) => heard.replace(letters, sound), text);
}

function append(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
