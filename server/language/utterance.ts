import { type Clause, readClause } from "./clause.ts";
import { requestStart } from "./plain-text.ts";
import { findSchedule } from "./schedule.ts";
import { isNounLike, leadingVerb } from "./verbs.ts";
import { fold } from "./words.ts";

/** A message read once, for matching and planning alike. */
export interface Utterance {
  /** All of it, read as if it were one clause. */
  readonly whole: Clause;
  /** What it asks for, one by one, in order; at least one, at most ten. */
  readonly clauses: readonly Clause[];
  /** Words that ask for another time than now, or null. */
  readonly schedule: string | null;
}

/** Longer messages are read up to here. */
const maxLength = 4_000;
const maxClauses = 10;

/**
 * Reads a message. "deploy X and add Y to its config" has two clauses; "watches my sites and tells me" is one, because
 * only an imperative starts a clause.
 *
 * @param isName whether a text starts with something that can be deployed here: "deploy X and Y" has two clauses
 */
export function readUtterance(
  message: string,
  isName: (text: string) => boolean = () => false,
): Utterance {
  const text = message.slice(0, maxLength);
  const whole = readClause(text);
  return { whole, clauses: clausesOf(text, isName), schedule: findSchedule(whole.said) };
}

const separators =
  /\s*(?:;|\n+|[.!?](?=\s|$)|,\s*(?:and\s+)?(?:then\s+)?(?:also\s+)?|\s+(?:and|&|plus|then|followed by|as well as)\s+(?:then\s+)?(?:also\s+)?)\s*/i;
/** What is left between separators and says nothing: "Then, …", "…, please". */
const filler =
  /^(?:(?:then|also|and|please|thanks?|thank you|finally|afterwards|after that|next|first|cheers|now)[\s,]*)*$/i;
/** Conditions on what is asked for before, which ask for nothing themselves: "make sure it can reach prometheus". */
export const condition = /^(?:make sure|be sure|ensure|check that|verify that)\b(?! (?:to|you)\b)/;
const relative =
  /\b(?:that|which|who|so (?:that )?(?:i|we) can|where (?:i|we) can|when|whenever|if|because|since|in order to)\b|\b(?:something|tool|app|application|place|way|software|program|thing|server|service|system|platform) (?:to|for|where)\b/i;

function clausesOf(text: string, isName: (text: string) => boolean): Clause[] {
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
    else if (startsClause(own, previous, isName)) clauses.push(own);
    else if (isListItem(own, previous, isName)) clauses.push(listItem(own, previous));
    else clauses[clauses.length - 1] = extend(text, previous, part);
  }
  return clauses.slice(0, maxClauses);
}

/** "deploy X and Y": what is asked for X is asked for Y. */
function listItem(own: Clause, { verb, isImperative }: Clause): Clause {
  const about = { verb, object: own.text, isImperative };
  return { ...own, ...about, refersBack: false, isElliptic: false };
}

function extend(text: string, previous: Clause, part: string): Clause {
  const from = text.indexOf(previous.text);
  const to = text.indexOf(part, Math.max(0, from + previous.text.length));
  const whole =
    from >= 0 && to >= 0 ? text.slice(from, to + part.length) : `${previous.text} ${part}`;
  return readClause(whole);
}

function startsClause(own: Clause, previous: Clause, isName: (text: string) => boolean): boolean {
  const folded = fold(own.text);
  const request = folded.slice(requestStart(folded));
  const lead = leadingVerb(request);
  const isCondition = condition.test(folded) || condition.test(request);
  if (own.verb === null || lead === null || isCondition) return false;
  const after = request.slice(lead.length).trim();
  // "…and shut down cleanly" says how, not what.
  if (previous.verb === null && /^(?:\w+ly[.!]*)$/.test(after)) return false;
  if (isName(after)) return true;
  if (isNounLike(lead.word) && !isObject(after, previous)) return false;
  // "…that watches my sites and show me the result" goes on describing, "…and update the wiki" does not.
  const describes = relative.test(previous.object) && !own.refersBack && !own.isElliptic;
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
function isListItem(own: Clause, previous: Clause, isName: (text: string) => boolean): boolean {
  if (own.verb !== null && !isName(own.text)) return false;
  if (previous.verb === null || !isName(own.text) || relative.test(previous.object)) return false;
  if (/\b(?:with|using|behind|between|both)\b/i.test(previous.object)) return false;
  // "add X and Y to Z" speaks of Z; X and Y are its parameters.
  const target = /\b(?:to|in|into|from)\b/i;
  return previous.verb !== "configure" || (!target.test(own.text) && !target.test(previous.object));
}
