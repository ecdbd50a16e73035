import type { ChoosableEntry, Understanding, UnderstoodIntent } from "#server/contracts/ai.ts";
import type { VariableValue } from "#server/contracts/common.ts";
import type { Verb } from "#server/contracts/request.ts";
import { readClause } from "#server/language/clause.ts";
import type { Intent } from "./intent.ts";
import { highestRisk, verbRisks } from "./risk.ts";
import { sayLeftOut } from "./sort-intents.ts";

/** An intent with what a model read in it beside the rules. */
export interface AdvisedIntent {
  readonly intent: Intent;
  readonly hosts: readonly string[];
  readonly values: Readonly<Record<string, VariableValue>>;
  /** The model's word decided which entry it is. */
  readonly byModel: boolean;
}

/** What is left of a model's answer once it may only choose among what the rules found. */
export interface Advice {
  readonly intents: readonly AdvisedIntent[];
  readonly leftOut: readonly string[];
  /** Nothing is to be planned, because it is no change at all. */
  readonly spoken: "question" | "help" | "out_of_scope" | null;
}

/** At or above this a model settles which of several close entries is meant. */
const settlesAt = 0.75;
/** What a model chose is never shown as surer than this. */
const maxConfidence = 0.9;

/**
 * Takes a model's advice about intents that the rules were not sure of. What the rules matched stays. Where they asked,
 * the model may settle it among the entries they found close; where they found nothing, it may only say what to ask
 * about. It names nothing that is not in `entries`.
 */
export function takeAdvice(
  intents: readonly Intent[],
  advice: Understanding,
  entries: readonly ChoosableEntry[],
): Advice {
  const sure = intents.some((intent) => intent.decision === "match");
  if (advice.kind !== "change") {
    return { intents: intents.map(asIs), leftOut: [], spoken: sure ? null : advice.kind };
  }
  const isKnown = (understood: UnderstoodIntent): boolean =>
    understood.entryId === null || entries.some(({ entryId }) => entryId === understood.entryId);
  const understood = advice.intents.filter(isKnown);
  const advised = intents.flatMap((intent) => adviseOne(intent, intents, understood, entries));
  const kept = advised.filter(
    ({ intent }) => intent.decision !== "none" || !isAmong(intent.text, advice.outOfScope),
  );
  const others = advice.outOfScope.filter(
    (words) => !kept.some(({ intent }) => overlaps(intent.text, words)),
  );
  if (kept.length === 0) return { intents: advised, leftOut: [], spoken: "out_of_scope" };
  return {
    intents: kept,
    leftOut: others.map((words) => sayLeftOut(words, "none of your playbooks has to do with it")),
    spoken: null,
  };
}

function asIs(intent: Intent): AdvisedIntent {
  return { intent, hosts: [], values: {}, byModel: false };
}

function adviseOne(
  intent: Intent,
  intents: readonly Intent[],
  understood: readonly UnderstoodIntent[],
  entries: readonly ChoosableEntry[],
): AdvisedIntent[] {
  const about = understood.filter((one) => intents.length === 1 || overlaps(one.text, intent.text));
  if (intent.decision === "match") {
    const same = about.find(({ entryId }) => entryId === intent.candidates[0]?.entryId);
    return [{ ...asIs(intent), ...settingsOf(same) }];
  }
  const advised = about
    .filter(({ entryId }) => entryId !== null)
    .map((one) => ({
      intent: withChoice(intent, one, entries, about.length > 1),
      ...settingsOf(one),
      byModel: true,
    }));
  const [first] = advised;
  if (first === undefined) return [asIs(intent)];
  // Several intents in one sentence count only where none of them is a question.
  return advised.every(({ intent }) => intent.decision === "match") ? advised : [first];
}

function settingsOf(one: UnderstoodIntent | undefined): Pick<AdvisedIntent, "hosts" | "values"> {
  return {
    hosts: one?.hosts ?? [],
    values: Object.fromEntries((one?.variables ?? []).map(({ name, value }) => [name, value])),
  };
}

/** The intent with the model's entry first; a match only where the rules had found that entry close themselves. */
function withChoice(
  intent: Intent,
  understood: UnderstoodIntent,
  entries: readonly ChoosableEntry[],
  isPart: boolean,
): Intent {
  const entry = entries.find(({ entryId }) => entryId === understood.entryId);
  if (entry === undefined) return intent;
  const found = intent.candidates.find(({ entryId }) => entryId === entry.entryId);
  const settles =
    intent.decision === "ask" && found !== undefined && understood.confidence >= settlesAt;
  const confidence = settles ? Math.min(maxConfidence, understood.confidence) : 0.5;
  const chosen = {
    entryId: entry.entryId,
    path: entry.path,
    name: entry.name,
    confidence,
    share: found?.share ?? 0,
    reason: `chosen by a model; ${found?.reason ?? "the rules found nothing close"}`,
    byModel: true,
  };
  return {
    ...intent,
    ...(isPart ? { text: understood.text, clause: readClause(understood.text) } : {}),
    verb: meantVerb(intent.verb, understood.verb, entry.verbs),
    service: entry.service ?? intent.service,
    confidence,
    decision: settles ? "match" : "ask",
    candidates: [chosen, ...intent.candidates.filter(({ entryId }) => entryId !== entry.entryId)],
  };
}

/**
 * What a person's words ask for stays as dangerous as the rules read it: a model may call it worse, never milder. Of two
 * equally dangerous readings that of the rules stands where the entry serves it.
 */
function meantVerb(read: Verb, advised: Verb, offered: readonly Verb[]): Verb {
  const risk = (...verbs: readonly Verb[]) =>
    highestRisk(verbs.flatMap(verbRisks).map((found) => found.risk));
  if (risk(read) === risk(advised)) return offered.includes(read) ? read : advised;
  return risk(read, advised) === risk(read) ? read : advised;
}

function isAmong(text: string, parts: readonly string[]): boolean {
  return parts.some((part) => overlaps(text, part));
}

function overlaps(a: string, b: string): boolean {
  const [one, other] = [a.trim().toLowerCase(), b.trim().toLowerCase()];
  return one !== "" && other !== "" && (one.includes(other) || other.includes(one));
}
