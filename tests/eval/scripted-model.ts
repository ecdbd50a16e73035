import { createHash } from "node:crypto";
import { readUnderstanding } from "#server/ai/domain/read-understanding.ts";
import {
  scopeOf,
  type UnderstandScope,
  understandPrompt,
} from "#server/ai/domain/understand-prompt.ts";
import { type ModelAnswerForm, noEntry } from "#server/contracts/model-answer.ts";
import { byPlaces } from "#server/matching/domain/match-answer.ts";
import { buildMatchIndex } from "#server/matching/domain/match-index.ts";
import { type MatchResult, match } from "#server/matching/domain/matcher.ts";
import type { MatchableEntry } from "#server/matching/domain/prepare-entry.ts";
import { choosable, nearestInTurn } from "#server/planning/domain/choosable.ts";
import { takeAdvice } from "#server/planning/domain/take-advice.ts";
import { type Judged, judge } from "./figures.ts";
import { isExpected, type Label } from "./labels.ts";

/** How often a scripted model errs, each 0–1 of all requests. */
export interface ModelErrors {
  /** Takes the entry that stands first instead of the right one, also where none is. */
  readonly first: number;
  /** Says that nothing does it. */
  readonly none: number;
  /** Answers in no known form: the rules decide. */
  readonly garbage: number;
}

/** Knows every answer: the bound of what the prompt lets through. */
export const noErrors: ModelErrors = { first: 0, none: 0, garbage: 0 };
/** A small model of the owner's: an assumption on the careful side, not a measurement. */
export const realisticErrors: ModelErrors = { first: 0.15, none: 0.07, garbage: 0.04 };

/**
 * Judges labelled requests with a model at the side of the rules. The model is a script that knows the labels; the prompt
 * it is given, the form its answer is held to and what is taken of it are those of the product.
 */
export function judgeAdvised(
  repository: string,
  labels: readonly Label[],
  entries: readonly MatchableEntry[],
  errors: ModelErrors,
): Judged[] {
  const index = buildMatchIndex(entries);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return labels.map((label) => {
    const matched = match(index, label.request);
    const offered = nearestInTurn(matched.intents).flatMap((id) => byId.get(id) ?? []);
    // Kept facts have no more of a variable than its name.
    const candidates = offered.map((entry) => choosable({ ...entry, variables: [] }));
    const scope = scopeOf(
      { text: label.request, context: "", candidates, hosts: [] },
      (text) => text,
    );
    const answer = understandPrompt(scope).schema.safeParse(
      scripted({ label, matched, scope, byId, errors }),
    );
    const advised = answer.success
      ? takeAdvice(matched.intents, readUnderstanding(answer.data, scope), candidates)
      : null;
    const isSpoken = (advised?.spoken ?? null) !== null;
    const intents = advised?.intents.map(({ intent }) => intent) ?? matched.intents;
    const decisions = isSpoken ? ["none" as const] : intents.map(({ decision }) => decision);
    const decision = leastSure.find((one) => decisions.includes(one)) ?? "none";
    return judge(repository, label, {
      decision,
      intents: isSpoken ? [] : byPlaces(index, intents),
    });
  });
}

const leastSure = ["none", "ask", "match"] as const;

interface Asked {
  readonly label: Label;
  readonly matched: MatchResult;
  readonly scope: UnderstandScope;
  readonly byId: ReadonlyMap<string, MatchableEntry>;
  readonly errors: ModelErrors;
}

/** The script's answer, the same for the same request. */
function scripted({ label, matched, scope, byId, errors }: Asked): ModelAnswerForm | null {
  const chance = chanceOf(label.request);
  if (chance < errors.garbage) return null;
  const isNone = chance < errors.garbage + errors.none;
  const isFirst = !isNone && chance < errors.garbage + errors.none + errors.first;
  const keys = [...scope.entries];
  const keyOf = (intent: readonly string[]): string =>
    keys.find(([, { entryId }]) => isExpected(intent, placeOf(byId.get(entryId))))?.[0] ?? noEntry;
  const chosen = isFirst ? [keys[0]?.[0] ?? noEntry] : isNone ? [] : label.intents.map(keyOf);
  const intents = chosen.map((entry, at) => ({
    words: matched.intents.length === chosen.length ? (matched.intents[at]?.text ?? "") : "",
    verb: matched.intents[at]?.verb ?? ("run" as const),
    entry,
    hosts: [],
    variables: [],
    confidence: 0.9,
  }));
  const kind = label.intents.length === 0 && !isFirst ? "out_of_scope" : "change";
  return { kind, intents, outOfScope: [], risk: "low" };
}

function placeOf(entry: MatchableEntry | undefined): string {
  return entry?.roleFolder ?? entry?.path ?? "";
}

/** 0–1, spread evenly over texts. */
function chanceOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}
