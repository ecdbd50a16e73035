import { type Clause, readClause } from "#server/language/clause.ts";
import { stopWords, valueNouns } from "#server/language/stop-words.ts";
import { condition } from "#server/language/utterance.ts";
import { wordsOf } from "#server/language/words.ts";

/** What stands between the items of a list, in the languages that requests come in. */
const separator =
  /[,;:+&\n]|[.!?](?=\s|$)|\b(?:and|plus|then|after that|afterwards|when (?:that|it|this)(?:'s| is) (?:through|done|finished|up|over)|und|dann|danach|et|puis|ensuite|y|luego|e|i|depois)\b/gi;
/** What shall come of it: "tell me when they are down". */
const telling = /^(?:tell|show|let|notify|alert|warn|ping|mail|remind) (?:me|us)\b/i;
const maxItems = 12;

/** "port 80", "user anna": something of what stands before it. */
function isBeside(item: string): boolean {
  if (condition.test(item.toLowerCase()) || telling.test(item)) return true;
  const [first] = wordsOf(item).filter(({ text }) => !stopWords.has(text));
  return first === undefined || valueNouns.has(first.text);
}

/** "on nas2", "to the backup server": a list that goes on from here tells of places. */
const endsInPlace = /\b(?:on|onto|to|at|from|auf|von|sur|en|em|su)\s+(?:the\s+)?[\w.-]+$/i;
const oneWord = /^[\w.-]+$/;

/** The items of which none is one more place: "ben" and "cid" of "on ann, ben and cid", where neither is a name. */
function withoutPlaces(items: readonly string[], isName: (text: string) => boolean): string[] {
  let isPlaces = false;
  return items.filter((item) => {
    if (isPlaces && oneWord.test(item) && !isName(item)) return false;
    isPlaces = endsInPlace.test(item);
    return true;
  });
}

/**
 * What may be the items of a list ("sonarr, radarr and lidarr"), each as a clause with the verb that they share.
 * `isName` tells of a word whether it is something that can be deployed.
 */
export function listItems(whole: Clause, isName: (text: string) => boolean): Clause[] {
  const said = whole.text.split(separator).map((item) => item.trim());
  const items = withoutPlaces(said, isName).filter((item) => !isBeside(item));
  if (items.length < 2) return [];
  return items.slice(0, maxItems).map((item) => {
    const own = readClause(item);
    return own.verb === null ? { ...own, verb: whole.verb, isLoose: whole.isLoose } : own;
  });
}
