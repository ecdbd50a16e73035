import type { MatchIndex } from "./match-index.ts";
import { type MatchCandidate, type MatchDecision, type MatchedIntent, match } from "./matcher.ts";
import type { Model } from "./model.ts";

/** What `npm run match` says of a request: paths are relative to the repository. */
export interface MatchAnswer {
  readonly decision: MatchDecision;
  readonly intents: readonly {
    readonly text: string;
    readonly verb: string;
    readonly candidates: readonly {
      readonly path: string;
      readonly name: string;
      readonly confidence: number;
    }[];
  }[];
}

/**
 * Matches a request and names each candidate by its place in the repository. A tag is named by the folder of the role
 * it runs, where the repository holds that role: the playbook's path would be the same for every tag.
 */
export function answerRequest(index: MatchIndex, request: string, model?: Model): MatchAnswer {
  const { decision, intents } = match(index, request, model === undefined ? {} : { model });
  return { decision, intents: byPlaces(index, intents) };
}

/** Intents with their candidates named by place, each place once. */
export function byPlaces(
  index: MatchIndex,
  intents: readonly Pick<MatchedIntent, "text" | "verb" | "candidates">[],
): MatchAnswer["intents"] {
  return intents.map(({ text, verb, candidates }) => ({
    text,
    verb,
    candidates: byPlace(index, candidates),
  }));
}

function byPlace(index: MatchIndex, candidates: readonly MatchCandidate[]) {
  const seen = new Set<string>();
  return candidates.flatMap((candidate) => {
    const path = placeOf(index, candidate);
    if (seen.has(path)) return [];
    seen.add(path);
    return [{ path, name: candidate.name, confidence: candidate.confidence }];
  });
}

function placeOf(index: MatchIndex, candidate: MatchCandidate): string {
  const item = index.entries.find(({ entry }) => entry.id === candidate.entryId);
  return item?.entry.roleFolder ?? candidate.path;
}
