import { commonWords, placeWords, settingWords, stopWords } from "#server/language/stop-words.ts";
import { membersOfKind } from "#server/language/thesaurus/kinds.ts";
import { foreignNames } from "#server/language/thesaurus/ordinary-words.ts";
import { wordsOfSubject } from "#server/language/thesaurus/subjects.ts";
import type { Word } from "#server/language/words.ts";
import type { MatchIndex } from "./match-index.ts";
import { productNamed } from "./match-index.ts";
import { fieldBits, type NameTarget } from "./prepare-entry.ts";
import { allowedTypos } from "./trigram-index.ts";

/** A stretch of a request that names a service or alias. */
export interface Mention {
  readonly from: number;
  /** Behind the last word. */
  readonly to: number;
  /** Entries of the repository it can mean; empty for a product the repository lacks. */
  readonly targets: readonly NameTarget[];
  /** As written, by its stems, or with a typo. */
  readonly spelling: "exact" | "stems" | "near";
  /** A product of the thesaurus, as opposed to a plain word such as "disk". */
  readonly product: boolean;
  readonly typed: string;
  /** A single ordinary word, or a tag or alias of things named otherwise: it counts only with the words around it. */
  readonly weak: boolean;
  /** How it stands in the sentence. */
  readonly place: "object" | "target" | "for" | "aside";
}

const maxWindow = 4;
const targetWords = new Set(["to", "in", "into", "inside", "within", "of"]);
const asideWords = new Set([
  "with",
  "using",
  "via",
  "behind",
  "through",
  "from",
  "by",
  "like",
  "on",
  "onto",
  "at",
  "alongside",
]);

/** Finds names in the words of a clause: longest first, as written before misspelt, without overlaps. */
export function findMentions(index: MatchIndex, words: readonly Word[]): Mention[] {
  const taken = new Array<boolean>(words.length).fill(false);
  const found: Mention[] = [];
  const search = (lookUp: (window: readonly Word[], from: number) => Hit | null): void => {
    for (const { from, to } of windows(words.length)) {
      if (taken.slice(from, to).some(Boolean)) continue;
      const window = words.slice(from, to);
      const hit = lookUp(window, from);
      if (hit === null) continue;
      taken.fill(true, from, to);
      const typed = window.map((word) => word.raw).join(" ");
      found.push({
        ...hit,
        from,
        to,
        typed,
        weak: isWeak(hit, window),
        place: placeOf(words, from),
      });
    }
  };
  search((window, from) => exact(index, window, from, words));
  search((window) => misspelt(index, window));
  // "which apps are running": a stop word that is a service here, where nothing else is named.
  if (found.length === 0) search((window) => stopWordName(index, window));
  return found.sort((a, b) => a.from - b.from);
}

function isWeak(hit: Hit, window: readonly Word[]): boolean {
  const word = window[0];
  if (hit.product || window.length > 1 || word === undefined) return false;
  const isOwn = hit.targets.some((target) => target.isOwn);
  if (wordsOfSubject(word.stem) !== null) return true;
  return !isOwn || commonWords.has(word.text) || settingWords.has(word.text);
}

function stopWordName(index: MatchIndex, window: readonly Word[]): Hit | null {
  const key = window.length === 1 ? (window[0]?.text ?? "") : "";
  const targets = key.length > 3 && stopWords.has(key) ? index.names.get(key) : undefined;
  return targets === undefined ? null : { targets, spelling: "stems", product: false };
}

/** Stretches of up to four words, longest first. */
function windows(count: number): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let length = Math.min(maxWindow, count); length > 0; length--) {
    for (let from = 0; from + length <= count; from++) found.push({ from, to: from + length });
  }
  return found;
}

type Hit = Pick<Mention, "targets" | "spelling" | "product">;

function exact(
  index: MatchIndex,
  window: readonly Word[],
  from: number,
  words: readonly Word[],
): Hit | null {
  const key = window.map((word) => word.text).join("");
  if (window.length === 1 && words.length > 1 && (stopWords.has(key) || placeWords.has(key)))
    return null;
  const direct = index.names.get(key);
  if (direct !== undefined) {
    const product = productNamed(key);
    const isName = product !== null && (!product.ordinary || meantAsName(window, from, words));
    return { targets: direct, spelling: "exact", product: isName };
  }
  return byStems(index, window, key) ?? missing(index, window, from, words);
}

function byStems(index: MatchIndex, window: readonly Word[], key: string): Hit | null {
  const isPlain =
    window.length > 1 ? window.every((word) => stopWords.has(word.text)) : commonWords.has(key);
  if (isPlain) return null;
  const stems = window.map((word) => word.stem).sort();
  const targets = index.names.get(`s:${stems.join(" ")}`);
  return targets === undefined ? null : { targets, spelling: "stems", product: false };
}

/** A product that the repository does not have. */
function missing(
  index: MatchIndex,
  window: readonly Word[],
  from: number,
  words: readonly Word[],
): Hit | null {
  const key = window.map((word) => word.text).join("");
  const product = productNamed(key);
  const isMeant =
    product === null
      ? foreignNames.has(key) &&
        (isAllThereIs(window, from, words) || (from === 0 && leadsAsName(window, words)))
      : !product.ordinary || (meantAsName(window, from, words) && !isNearOwnName(index, key));
  if (!isMeant || isKindHere(index, window)) return null;
  return { targets: ofKind(index, product?.service.id ?? ""), spelling: "exact", product: true };
}

const kindWords = new Set(["server", "servers", "broker", "relay", "proxy", "daemon"]);

/** "dhcp server", which is one product's other name, where the repository has a DHCP server of another make. */
function isKindHere(index: MatchIndex, window: readonly Word[]): boolean {
  const [subject, kind, ...others] = window;
  if (subject === undefined || others.length > 0 || !kindWords.has(kind?.text ?? "")) return false;
  if (wordsOfSubject(subject.stem) === null) return false;
  const hits = index.postings.get(subject.stem) ?? [];
  const telling = fieldBits.name | fieldBits.known | fieldBits.subject;
  return hits.some((bits, at) => at % 2 === 1 && (bits & telling) !== 0);
}

/** "upgrade kubernetes" where there is k3s. */
function ofKind(index: MatchIndex, id: string): NameTarget[] {
  const numbers = membersOfKind(id).flatMap((member) => index.services.get(member) ?? []);
  return numbers.map((entry) => ({ entry, isOwn: false }));
}

/** "sonar" in a repository that has Sonarr is a typo, not SonarQube. */
function isNearOwnName(index: MatchIndex, key: string): boolean {
  return index.typos.near(key, allowedTypos(key.length)).some((near) => index.names.has(near.term));
}

/** An ordinary word is a name where it is capitalised inside a sentence, or nothing else is asked for. */
function meantAsName(window: readonly Word[], from: number, words: readonly Word[]): boolean {
  const first = window[0]?.raw ?? "";
  if (from > 0 && /^\p{Lu}/u.test(first)) return true;
  if (from === 0 && leadsAsName(window, words)) return true;
  return from === 0 && isAllThereIs(window, from, words);
}

/** "brave on all workstations", "discord, please": what begins a message without an article, and a place follows. */
function leadsAsName(window: readonly Word[], words: readonly Word[]): boolean {
  const next = words[window.length]?.text ?? "";
  return behindName.has(next) && !window.some(({ text }) => commonWords.has(text));
}

const behindName = new Set(
  "on for please pls everywhere instead bitte auf fur sur pour en para na no".split(" "),
);

function isAllThereIs(window: readonly Word[], from: number, words: readonly Word[]): boolean {
  return words.every(
    (word, at) =>
      (at >= from && at < from + window.length) ||
      stopWords.has(word.text) ||
      placeWords.has(word.text),
  );
}

function misspelt(index: MatchIndex, window: readonly Word[]): Hit | null {
  if (window.length > 3 || window.some((word) => isOrdinary(index, word))) return null;
  const key = window.map((word) => word.text).join("");
  const limit = allowedTypos(key.length);
  if (limit === 0) return null;
  // In a short word another first letter makes another name: "maddy" is not "caddy".
  const isLikely = (term: string): boolean => key.length > 5 || term[0] === key[0];
  const near = index.typos
    .near(key, limit)
    .find(({ term }) => isLikely(term) && index.names.has(term));
  if (near === undefined) return null;
  return {
    targets: index.names.get(near.term) ?? [],
    spelling: "near",
    product: productNamed(near.term) !== null,
  };
}

function isOrdinary(index: MatchIndex, word: Word): boolean {
  return (
    stopWords.has(word.text) ||
    commonWords.has(word.text) ||
    commonWords.has(word.text.replace(/s$/, "")) ||
    /^\d+$/.test(word.text) ||
    isVocabulary(index, word.stem)
  );
}

/** A word that stands in a name or description, or in several texts; a stray word in one README may be a typo too. */
function isVocabulary(index: MatchIndex, stem: string): boolean {
  const list = index.postings.get(stem) ?? [];
  const stray = fieldBits.text | fieldBits.inside;
  return list.length > 4 || list.some((value, at) => at % 2 === 1 && (value & ~stray) !== 0);
}

function placeOf(words: readonly Word[], from: number): Mention["place"] {
  for (let at = from - 1; at >= 0 && at >= from - 4; at--) {
    const word = words[at]?.text ?? "";
    if (targetWords.has(word)) return "target";
    if (word === "for") return "for";
    if (asideWords.has(word)) return "aside";
    if (!stopWords.has(word)) return "object";
  }
  return "object";
}
