import { answerRequest, type MatchAnswer } from "#server/matching/domain/match-answer.ts";
import { buildMatchIndex } from "#server/matching/domain/match-index.ts";
import type { Model } from "#server/matching/domain/model.ts";
import type { MatchableEntry } from "#server/matching/domain/prepare-entry.ts";
import { isExpected, type Label, type LabelKind, labelKinds } from "./labels.ts";

/** A label with what the matcher answered. */
export interface Judged {
  readonly repository: string;
  readonly label: Label;
  readonly decision: MatchAnswer["decision"];
  /** The best candidate's confidence, 0 when there is none. */
  readonly confidence: number;
  readonly candidates: readonly { readonly path: string; readonly confidence: number }[];
  /** Place of the first right candidate, from 0; -1 when there is none. */
  readonly rank: number;
  /** Every intent of the label is answered by the first candidate of an intent that was read. */
  readonly isRight: boolean;
}

/** Figures over a set of judged requests, all 0–1. */
export interface Figures {
  readonly requests: number;
  /** Share of answerable requests whose every intent comes first. */
  readonly top1: number;
  readonly top3: number;
  /** How surely 1 − confidence tells a request to be refused from one to be answered; 0.5 is chance. */
  readonly refusalAuroc: number;
  /** Share of the *match* decisions that are right. */
  readonly matchPrecision: number;
  /** Share of all requests that are matched. */
  readonly matched: number;
  /** Share of all requests that were matched to something wrong. */
  readonly wrongMatch: number;
  /** Share of requests to be refused that were answered *none*. */
  readonly refused: number;
  /** First candidate right, or *none* where nothing fits, by kind. */
  readonly byKind: Readonly<Partial<Record<LabelKind, number>>>;
}

/** Asks the labelled requests of one repository of its entries. */
export function judgeAll(
  repository: string,
  labels: readonly Label[],
  entries: readonly MatchableEntry[],
  model?: Model,
): Judged[] {
  const index = buildMatchIndex(entries);
  return labels.map((label) =>
    judge(repository, label, answerRequest(index, label.request, model)),
  );
}

/** Judges one answer; of several intents the first counts for its rank, and the surest for its confidence. */
export function judge(repository: string, label: Label, answer: MatchAnswer): Judged {
  const candidates = answer.intents[0]?.candidates ?? [];
  const all = answer.intents.flatMap((intent) => intent.candidates);
  const firsts = answer.intents.flatMap((intent) => intent.candidates[0]?.path ?? []);
  const { intents } = label;
  const isRight =
    intents.length > 1
      ? intents.every((intent) => firsts.some((path) => isExpected(intent, path)))
      : isExpected(intents[0] ?? [], firsts[0] ?? "");
  return {
    repository,
    label,
    decision: answer.decision,
    confidence: Math.max(0, ...all.map(({ confidence }) => confidence)),
    candidates,
    rank: candidates.findIndex(({ path }) => intents.some((intent) => isExpected(intent, path))),
    isRight,
  };
}

/** Counts up judged requests. */
export function figuresOf(judged: readonly Judged[]): Figures {
  const answerable = judged.filter(isAnswerable);
  const refusals = judged.filter((one) => !isAnswerable(one));
  const matched = judged.filter(({ decision }) => decision === "match");
  const kinds = labelKinds.filter((kind) => judged.some(({ label }) => label.kind === kind));
  return {
    requests: judged.length,
    top1: share(answerable, ({ isRight }) => isRight),
    top3: share(answerable, ({ rank }) => rank >= 0 && rank < 3),
    refusalAuroc: auroc(
      refusals.map(({ confidence }) => 1 - confidence),
      answerable.map(({ confidence }) => 1 - confidence),
    ),
    matchPrecision: share(matched, ({ isRight }) => isRight),
    matched: share(judged, ({ decision }) => decision === "match"),
    wrongMatch: share(judged, (one) => one.decision === "match" && !one.isRight),
    refused: share(refusals, ({ decision }) => decision === "none"),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, rightShare(judged, kind)])),
  };
}

function isAnswerable({ label }: Judged): boolean {
  return label.intents.length > 0;
}

function rightShare(judged: readonly Judged[], kind: LabelKind): number {
  const ofKind = judged.filter(({ label }) => label.kind === kind);
  return share(ofKind, (one) => (isAnswerable(one) ? one.isRight : one.decision === "none"));
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number {
  if (items.length === 0) return 1;
  return Math.round((items.filter(test).length / items.length) * 1000) / 1000;
}

/** Area under the curve by counting pairs; ties count half. */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
  if (positives.length === 0 || negatives.length === 0) return 1;
  let won = 0;
  for (const positive of positives) {
    for (const negative of negatives) {
      won += positive > negative ? 1 : positive === negative ? 0.5 : 0;
    }
  }
  return Math.round((won / (positives.length * negatives.length)) * 1000) / 1000;
}
