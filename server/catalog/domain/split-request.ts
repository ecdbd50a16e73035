import type { Verb } from "#server/contracts/request.ts";
import { commonWords } from "./stop-words.ts";
import { editDistance } from "./trigram-index.ts";
import { isLooseVerb, type LeadingVerb, leadingVerb, verbInName, verbOfWord } from "./verbs.ts";
import { compact, fold, wordsOf } from "./words.ts";

/** One wish of a request: its words, and what its verb asks for. */
export interface Clause {
  readonly text: string;
  readonly verb: Verb | null;
  /** The verb says little by itself ("add", "create"): deploying and configuring both answer it. */
  readonly isLoose: boolean;
  /**
   * A verb that may as well say what the wanted thing is for: "sync my files", "block ads". Empty for one that only asks
   * to be shown it; null for one that asks for the doing alone.
   */
  readonly purposeWord: string | null;
  /** The imperative itself, written as one word: "undo", "backup" of "back up"; empty where there is none. */
  readonly verbWord: string;
  /** The text behind the verb; what is to be found. */
  readonly object: string;
  /** Words "it", "its", "them" or "config" without an owner: the service of the clause before is meant. */
  readonly refersBack: boolean;
}

const politeness =
  /^(?:please|kindly|hey|hi|hello|ok|okay|so|now|then|also|finally|afterwards|after that|next|first|firstly|secondly|just|and|plus|maybe|actually|chiffon|quickly|go ahead and|make sure (?:to|you)|be sure to|don't forget to|remember to|try to|help me(?: to)?|let's|lets|let us|can you|could you|would you|will you|can we|could we|can i|i(?:'d| would)? (?:like|love|want|need|wish)(?: you)? to|we(?:'d| would)? (?:like|love|want|need)(?: you)? to|i have to|we have to|you should|would you mind|is it possible to|how (?:do|can|would) (?:i|we|you)|i am looking to|i'm looking to|it would be (?:nice|great|good) to|time to)\b[\s,:]*/;
const wishing = /^(?:i|we)(?:'d| would| really)* (?:like|love|want|need)(?: to have)?\b/;
const separators =
  /\s*(?:;|\n+|[.!?](?=\s|$)|,\s*(?:and\s+)?(?:then\s+)?(?:also\s+)?|\s+(?:and|&|plus|then|followed by|as well as)\s+(?:then\s+)?(?:also\s+)?)\s*/i;
/** What is left between separators and says nothing: "Then, …", "…, please". */
const filler =
  /^(?:(?:then|also|and|please|thanks?|thank you|finally|afterwards|after that|next|first|cheers|now)[\s,]*)*$/i;
/** Conditions on the wish before rather than wishes: "make sure it can reach prometheus". */
const condition = /^(?:make sure|be sure|ensure|check that|verify that)\b(?! (?:to|you)\b)/;
/** Verbs that are nouns as often: they start a new wish only where an object follows. */
const nounLike = new Set(
  "backup update upgrade report restart snapshot archive link host share map use play access list test search start stop check list dump export import patch view pull build count measure query point lock open close block point status how which set run display probe".split(
    " ",
  ),
);
const relative =
  /\b(?:that|which|who|so (?:that )?(?:i|we) can|where (?:i|we) can|when|whenever|if|because|since|in order to)\b|\b(?:something|tool|app|application|place|way|software|program|thing|server|service|system|platform) (?:to|for|where)\b/i;

/**
 * Splits a request into wishes, in order. "deploy X and add Y to its config" are two; "watches my sites and tells me"
 * is one, because only an imperative starts a wish.
 *
 * @param isService whether a text starts with a service somebody could name: "deploy X and Y" are two wishes
 */
export function splitRequest(text: string, isService: (text: string) => boolean): Clause[] {
  const parts = text
    .trim()
    .split(separators)
    .map((part) => part.trim())
    .filter((part) => !filler.test(part));
  const clauses: Clause[] = [];
  for (const part of parts.length === 0 ? [text.trim()] : parts) {
    const previous = clauses.at(-1);
    const own = readClause(part);
    if (previous === undefined) clauses.push(own);
    else if (startsWish(part, own, previous, isService)) clauses.push(own);
    else if (isListItem(own, previous, isService)) {
      clauses.push({ ...own, verb: previous.verb, object: own.text, refersBack: false });
    } else clauses[clauses.length - 1] = extend(text, previous, part);
  }
  return clauses.slice(0, 10);
}

function extend(text: string, previous: Clause, part: string): Clause {
  const from = text.indexOf(previous.text);
  const to = text.indexOf(part, Math.max(0, from + previous.text.length));
  const whole =
    from >= 0 && to >= 0 ? text.slice(from, to + part.length) : `${previous.text} ${part}`;
  return readClause(whole);
}

function startsWish(
  part: string,
  own: Clause,
  previous: Clause,
  isService: (text: string) => boolean,
): boolean {
  const plain = stripPoliteness(fold(part)).rest;
  const lead = leadingVerb(plain);
  const isCondition = condition.test(fold(part)) || condition.test(plain);
  if (own.verb === null || lead === null || isCondition) return false;
  const after = plain.slice(lead.length).trim();
  // "…and shut down cleanly" says how, not what.
  if (previous.verb === null && /^(?:\w+ly[.!]*)$/.test(after)) return false;
  if (isService(after)) return true;
  if (nounLike.has(lead.word) && !isObject(after, previous)) return false;
  // "…that watches my sites and show me the result" goes on describing, "…and update the wiki" does not.
  const describes = relative.test(previous.object) && !own.refersBack;
  return !describes || /^(?:the|my|a|an)\b/.test(after);
}

/** Whether what follows a word that may be a noun makes it a verb: "backup it", "update the wiki", not "backup server". */
function isObject(after: string, previous: Clause): boolean {
  const determined =
    /^(?:it|its|the|my|all|every|a|an|this|that|them|for|to|of|on|if|whether)\b/.test(after);
  if (determined) return true;
  const describing = previous.verb !== null && relative.test(previous.object);
  return !describing && /^\S+ \S+/.test(after);
}

/** "deploy X and Y": the second is another service for the same verb, not a part of the first one's description. */
function isListItem(own: Clause, previous: Clause, isService: (text: string) => boolean): boolean {
  if (own.verb !== null && !isService(own.text)) return false;
  if (previous.verb === null || !isService(own.text) || relative.test(previous.object))
    return false;
  if (/\b(?:with|using|behind|between|both)\b/i.test(previous.object)) return false;
  // "add X and Y to Z" speaks of Z; X and Y are its parameters.
  const target = /\b(?:to|in|into|from)\b/i;
  return previous.verb !== "configure" || (!target.test(own.text) && !target.test(previous.object));
}

function stripPoliteness(text: string): { rest: string; stripped: number } {
  let rest = text;
  for (let round = 0; round < 6; round++) {
    const next = rest.replace(politeness, "");
    if (next === rest) break;
    rest = next;
  }
  return { rest, stripped: text.length - rest.length };
}

/** Imperatives that ask for nothing but the doing: what they act on says which playbook is meant. */
const bareImperatives = new Set(
  `deploy install setup provision create host launch spin bootstrap stand roll implement want need get give put build make
  bring introduce initialize initialise configure add change set edit adjust modify enable disable include update upgrade
  bump refresh remove uninstall delete purge drop erase undeploy decommission eliminate scrap unregister retire teardown
  restart reboot bounce cycle reload relaunch kick rerun start resume unpause stop halt kill pause shutdown suspend
  quit terminate run execute do perform trigger use apply restore recover rollback revert reconfigure take tear turn
  switch shut power fire keep have pull`.split(/\s+/),
);
/** Imperatives and questions that ask to be shown something: what it is stands behind them. */
const lookingWords = new Set(
  `show list check tell say display print view look see find count describe report is are am do does has where when why who how what which whats status
  figure`.split(/\s+/),
);

/** The word of an imperative that may say what the wanted thing is for; empty where only the rest says it. */
function purposeOf(phrase: string): string | null {
  const first = phrase.split(" ")[0] ?? "";
  if (first === "keep") return "update";
  if (first === "" || bareImperatives.has(first)) return null;
  if (lookingWords.has(first)) return "";
  return /^back(?:ing)? up\b/.test(phrase) ? "backup" : first;
}

/** Finds the verb of one clause and what it is about. */
export function readClause(text: string): Clause {
  // Folding may change the length of exotic text; offsets are then taken from the folded text.
  const folded = fold(text);
  const source = folded.length === text.length ? text : folded;
  const { rest, stripped } = stripPoliteness(folded);
  const direct = imperativeOf(rest);
  const behind = source.slice(stripped + (direct?.length ?? 0));
  const idiom = idiomOf(folded, direct?.word ?? "");
  const noun = idiom === null && direct === null ? nounVerb(rest) : null;
  const verb = idiom ?? direct?.verb ?? noun?.verb ?? null;
  const plain = verb === "update" ? behind.replace(/\bup[- ]to[- ]date\b/i, "") : behind;
  const object = (idiom === null ? plain : withoutParticle(plain)).trim();
  return {
    text,
    verb,
    isLoose: direct !== null && isLooseVerb(direct.word),
    // "photo backup" may ask to back up photos, or for what does so.
    verbWord: compact(direct?.word ?? ""),
    purposeWord: direct === null ? (noun?.word ?? null) : purposeOf(direct.word),
    object,
    refersBack: refersBack(folded, object),
  };
}

function imperativeOf(rest: string): LeadingVerb | null {
  if (isGerund(rest) || isNounPhrase(rest)) return null;
  const wish = wishing.exec(rest);
  if (wish !== null) return { verb: "deploy", length: wish[0].length, word: "" };
  return leadingVerb(rest) ?? misspeltVerb(rest);
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

function refersBack(folded: string, object: string): boolean {
  if (/\b(?:it|its|it's|them|their|there|that one|the same)\b/.test(folded)) return true;
  const words = wordsOf(object).map((word) => word.text);
  return (
    words.length === 0 ||
    /\b(?:to|in|into|on) (?:the )?(?:config|configuration|settings|setup)$/.test(folded)
  );
}

function misspeltVerb(rest: string): LeadingVerb | null {
  const word = /^[a-z]{5,}/.exec(rest)?.[0];
  if (word === undefined || commonWords.has(word)) return null;
  const limit = word.length >= 8 ? 2 : 1;
  for (const candidate of misspeltCandidates) {
    const verb = verbOfWord(candidate);
    if (verb !== null && editDistance(word, candidate, limit) <= limit) {
      return { verb, length: word.length, word: candidate };
    }
  }
  return null;
}

const misspeltCandidates =
  "deploy install setup provision configure update upgrade remove uninstall delete backup restore restart reboot start stop launch create enable disable change report check".split(
    " ",
  );

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
