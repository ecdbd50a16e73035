import { stopWords } from "#server/language/stop-words.ts";
import type { Word } from "#server/language/words.ts";
import { editDistance } from "#server/lib/edit-distance.ts";
import type { IndexedEntry, NameTarget } from "./prepare-entry.ts";
import { trigrams } from "./trigram-index.ts";

interface SpelledName {
  readonly key: string;
  readonly grams: ReadonlySet<string>;
  readonly letters: Uint8Array;
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
  /** Numbers of the names with a trigram; as whole numbers in a row, because all of them are gone through again and again. */
  readonly #byGram: ReadonlyMap<string, Uint32Array>;
  readonly #bySound = new Map<string, number[]>();
  /** Trigrams that each name shares with the text at hand; zero between two texts. */
  readonly #shared: Uint8Array;
  /** The names that share any, in its first places. */
  readonly #touched: Uint32Array;
  /** Of all names, how many trigrams the shortest has. */
  readonly #fewestGrams: number;

  constructor(entries: readonly IndexedEntry[], names: ReadonlyMap<string, readonly NameTarget[]>) {
    this.#names = gather(entries, names);
    this.#shared = new Uint8Array(this.#names.length);
    this.#touched = new Uint32Array(this.#names.length);
    this.#fewestGrams = this.#names.reduce((least, { grams }) => Math.min(least, grams.size), 99);
    const byGram = new Map<string, number[]>();
    for (const [at, { key, grams }] of this.#names.entries()) {
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
    const own = [...trigrams(text)];
    const letters = lettersOf(text);
    const found: { at: number; share: number }[] = [];
    const { touched, rest } = this.#countShared(own);
    for (let place = 0; place < touched; place++) {
      const at = this.#touched[place] ?? 0;
      const share = this.#likeness({ text, grams: own.length, letters }, at, rest);
      this.#shared[at] = 0;
      if (share > 0) found.push({ at, share });
    }
    // By the first trigram that they share, as if all had been gone through in order.
    const first = ({ at }: { readonly at: number }): number =>
      own.findIndex((gram) => this.#names[at]?.grams.has(gram) === true);
    return found
      .map((one) => ({ ...one, first: first(one) }))
      .sort((a, b) => a.first - b.first || a.at - b.at)
      .map(({ at, share }) => ({ entries: this.#names[at]?.entries ?? [], share }));
  }

  /**
   * Counts the trigrams that each name shares with a text; returns how many names share any. So many have to be shared
   * that the commonest trigrams alone are not enough: those are left to be looked up in the names that share another.
   */
  #countShared(own: readonly string[]): { touched: number; rest: readonly string[] } {
    const needed = Math.ceil((own.length + this.#fewestGrams) / leastShare);
    const held = (gram: string): number => this.#byGram.get(gram)?.length ?? 0;
    const rarestFirst = [...own].sort((a, b) => held(a) - held(b));
    const counted = own.length - needed + 1;
    let touched = 0;
    for (const gram of rarestFirst.slice(0, counted))
      touched = this.#countGram(this.#byGram.get(gram) ?? noNames, touched);
    return { touched, rest: rarestFirst.slice(counted) };
  }

  #countGram(names: Uint32Array, before: number): number {
    const shared = this.#shared;
    let touched = before;
    for (let place = 0; place < names.length; place++) {
      const at = names[place] ?? 0;
      const count = shared[at] ?? 0;
      if (count === 0) this.#touched[touched++] = at;
      shared[at] = count + 1;
    }
    return touched;
  }

  /** Share of letters that stand alike; 0 where more than a third differ. */
  #likeness({ text, grams, letters }: Typed, at: number, rest: readonly string[]): number {
    const name = this.#names[at];
    if (name === undefined) return 0;
    const length = Math.max(name.key.length, text.length);
    const limit = Math.floor(length / 3);
    if (Math.abs(name.key.length - text.length) > limit) return 0;
    const needed = (grams + name.grams.size) / leastShare - (this.#shared[at] ?? 0);
    if (needed > rest.length || leastDistance(letters, name.letters) > limit) return 0;
    if (needed > 0 && rest.filter((gram) => name.grams.has(gram)).length < needed) return 0;
    const distance = editDistance(text, name.key, limit);
    return distance <= limit ? 1 - distance / length : 0;
  }
}

/** What is compared with names: the text, how many trigrams it has, and how often each of its letters. */
interface Typed {
  readonly text: string;
  readonly grams: number;
  readonly letters: Uint8Array;
}

const noNames = new Uint32Array(0);
const letterKinds = 32;

/** How often each letter stands in a text; some share a place, which only makes texts look more alike. */
function lettersOf(text: string): Uint8Array {
  const counts = new Uint8Array(letterKinds);
  for (let at = 0; at < text.length; at++) {
    const kind = text.charCodeAt(at) % letterKinds;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Edits that two texts need at least, by their letters alone. */
function leastDistance(one: Uint8Array, other: Uint8Array): number {
  let more = 0;
  let less = 0;
  for (let kind = 0; kind < letterKinds; kind++) {
    const difference = (one[kind] ?? 0) - (other[kind] ?? 0);
    if (difference > 0) more += difference;
    else less -= difference;
  }
  return Math.max(more, less);
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
    .map(([key, numbers]) => ({
      ...{ key, grams: trigrams(key), letters: lettersOf(key) },
      entries: [...numbers],
    }));
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
