import type { Verb } from "#server/contracts/request.ts";
import { refersBack } from "./back-references.ts";
import { plainText, requestStart, withoutOpeners } from "./plain-text.ts";
import {
  isLooseVerb,
  isVagueVerb,
  type LeadingVerb,
  leadingVerb,
  misspeltVerb,
  purposeOf,
  verbInName,
  verbOfWord,
} from "./verbs.ts";
import { compact, fold, wordsOf } from "./words.ts";

/** A message or a part of it that asks for one thing, as every rule reads it. */
export interface Clause {
  /** As it was written. */
  readonly text: string;
  /** In plain letters; see `plainText`. */
  readonly said: string;
  /** What was said, without "please", "ok now" and the like before it. */
  readonly plain: string;
  /** Asks to be told something rather than for something to be done. */
  readonly isQuestion: boolean;
  /** Says outright what is to be done: "restart it", not "photo backup", "I want …" or "show me …". */
  readonly isImperative: boolean;
  /** Speaks of something named before: "restart it". */
  readonly refersBack: boolean;
  /** Leaves out what it is about, so that it goes on from what stands before: "and restart", "add … to the config". */
  readonly isElliptic: boolean;
  /** What is asked for, by an imperative, an idiom or a noun; null where only a thing is named. */
  readonly verb: Verb | null;
  /** The verb says little by itself ("add", "create"): deploying and configuring both answer it. */
  readonly isLoose: boolean;
  /** The imperative itself, written as one word: "undo", "backup" of "back up"; empty where there is none. */
  readonly verbWord: string;
  /**
   * A verb that may as well say what the wanted thing is for: "sync my files", "block ads". Empty for one that only asks
   * to be shown it; null for one that asks for the doing alone.
   */
  readonly purposeWord: string | null;
  /** The text behind the verb; what is to be found. */
  readonly object: string;
}

/** Reads a text as one clause. */
export function readClause(text: string): Clause {
  const said = plainText(text);
  const plain = withoutOpeners(said);
  const isQuestion = asks.test(plain);
  const { direct, noun, verb, object } = readVerb(text);
  return {
    text,
    said,
    plain,
    isQuestion,
    isImperative: !isQuestion && direct !== null && isOutright(direct, verb),
    refersBack: refersBack(said),
    isElliptic: isElliptic(said, object),
    verb,
    isLoose: direct !== null && isLooseVerb(direct.word),
    verbWord: compact(direct?.word ?? ""),
    // "photo backup" may ask to back up photos, or for what does so.
    purposeWord: direct === null ? (noun?.word ?? null) : purposeOf(direct.word),
    object,
  };
}

/** What a text asks for, how it says so, and what is behind that. */
function readVerb(text: string) {
  // Folding may change the length of exotic text; offsets are then taken from the folded text.
  const folded = fold(text);
  const source = folded.length === text.length ? text : folded;
  const start = requestStart(folded);
  const direct = imperativeOf(folded.slice(start));
  const idiom = idiomOf(folded, direct?.word ?? "");
  const noun = idiom === null && direct === null ? nounVerb(folded.slice(start)) : null;
  const verb = idiom ?? direct?.verb ?? noun?.verb ?? null;
  const behind = source.slice(start + (direct?.length ?? 0));
  const current = verb === "update" ? behind.replace(/\bup[- ]to[- ]date\b/i, "") : behind;
  const object = (idiom === null ? current : withoutParticle(current)).trim();
  return { direct, noun, verb, object };
}

const asks =
  /^(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|does|did|do (?:i|we|you)|has|have|should|explain|tell me (?:about|why|how|what))\b/;
const wanting = /^(?:i|we)(?:'d| would| really)* (?:like|love|want|need)(?: to have)?\b/;

function imperativeOf(rest: string): LeadingVerb | null {
  if (isGerund(rest) || isNounPhrase(rest)) return null;
  const wanted = wanting.exec(rest);
  if (wanted !== null) return { verb: "deploy", length: wanted[0].length, word: "" };
  return leadingVerb(rest) ?? misspeltVerb(rest);
}

/** "get me a coffee" leaves open what is to be done, "get kuma up to date" does not. */
function isOutright({ word }: LeadingVerb, verb: Verb | null): boolean {
  const isVague = word === "" || (isVagueVerb(word) && verbOfWord(word) === verb);
  return verb !== "report" && !isVague;
}

/** No object, or one that has no owner: "add X to the config". */
function isElliptic(said: string, object: string): boolean {
  return (
    wordsOf(object).length === 0 ||
    /\b(?:to|in|into|on) (?:the )?(?:config|configuration|settings|setup)$/.test(said)
  );
}

/** "stop seeing ads" asks for no stop, "start tracking my runs" for no start. */
function isGerund(rest: string): boolean {
  return /^(?:stop|start|keep|quit|avoid|help) [a-z]{2,}ing\b/.test(rest);
}

/** "start page", "search engine", "backup software": a thing, not a command. */
function isNounPhrase(rest: string): boolean {
  return (
    /^(?:start|landing|test|search|print|report) pages?\b/.test(rest) ||
    /^(?:backup|search|print|scan|share|test|build|map|query|archive|snapshot|patch|monitor) (?:servers?|tools?|engine|manager|management|client|software|solution|system|program|platform|station)\b/.test(
      rest,
    )
  );
}

/** Without an imperative the last word may say it: "jellyfin backup", "immich upgrade please". */
function nounVerb(rest: string): { verb: Verb; word: string } | null {
  const words = wordsOf(rest).map((word) => word.text);
  const edge = [words.at(-1), words[0]];
  for (const word of edge) {
    const verb = word === undefined ? null : verbInName(word);
    if (verb !== null && word !== undefined && word.length > 4) return { verb, word };
  }
  return null;
}

/** Particles and idioms behind the object that change what a verb asks for: "bring X up", "take X down". */
const idioms: readonly { words: RegExp; rest: RegExp; verb: Verb }[] = [
  {
    words: /^(?:bring|turn|switch|power|fire)$/,
    rest: /\b(?:up|on)(?: again| back)?(?: please| now)?[.!?\s]*$/,
    verb: "start",
  },
  {
    words: /^(?:bring|take|shut|turn|switch|power)$/,
    rest: /\b(?:down|off)(?: again)?(?: please| now)?[.!?\s]*$/,
    verb: "stop",
  },
  { words: /^take down$/, rest: /./, verb: "stop" },
  { words: /^keep$/, rest: /\bup to date\b/, verb: "update" },
  { words: /^back$/, rest: /\bup(?: again| now| please)*[.!?\s]*$/, verb: "backup" },
  { words: /^make$/, rest: /\b(?:backups?|snapshots?)\b/, verb: "backup" },
  { words: /^(?:get|pull)$/, rest: /\b(?:latest|newest|up to date)\b/, verb: "update" },
];

function idiomOf(folded: string, word: string): Verb | null {
  return idioms.find((idiom) => idiom.words.test(word) && idiom.rest.test(folded))?.verb ?? null;
}

/** "kuma back up" of "bring kuma back up" is about kuma. */
function withoutParticle(text: string): string {
  return text.replace(
    /(?:\s+back)?\s+(?:up to date\b|(?:up|down|on|off)(?:\s+(?:again|please|now))*[.!?\s]*$)/i,
    "",
  );
}
