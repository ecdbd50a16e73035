import { commonWords, placeWords, stopWords } from "#server/language/stop-words.ts";
import { readUtterance } from "#server/language/utterance.ts";
import type { Word } from "#server/language/words.ts";
import type { MatchIndex } from "./match-index.ts";
import { readIntent } from "./read-intent.ts";

/**
 * The app that the words of one intent are about, for playbooks that act on any: by the catalog's name where it has one,
 * else as it was typed. Null where the words name none, or leave it open.
 */
export function namedApp(index: MatchIndex, text: string): string | null {
  const [clause] = readUtterance(text).clauses;
  if (clause === undefined) return null;
  const { words, mentions } = readIntent(index, clause);
  for (const mention of mentions.filter(({ place }) => place !== "aside")) {
    const named = [...mention.targets]
      .sort((a, b) => Number(b.isOwn) - Number(a.isOwn))
      .map(({ entry }) => index.entries[entry])
      .find((item) => item !== undefined && !item.actsOnAnyApp && item.entry.service !== null);
    if (named !== undefined) return named.entry.service;
    if (mention.product && mention.targets.length === 0) return slug(mention.typed);
  }
  const told = words.filter(says);
  return told.length === 1 && told[0] !== undefined ? slug(told[0].raw) : null;
}

/** Words that stand for apps in general, or for all of them. */
const appWords = new Set(
  "app apps application applications service services container containers stack stacks unit units daemon daemons".split(
    " ",
  ),
);

function says({ text }: Word): boolean {
  return ![stopWords, commonWords, placeWords, appWords].some((known) => known.has(text));
}

function slug(typed: string): string {
  return typed.trim().toLowerCase().replace(/\s+/g, "-");
}
