import type { MatchAnswer } from "#server/catalog/domain/match-answer.ts";
import { isExpected, type Label, type LabelKind } from "./labels.ts";

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
}

/** Figures over a set of judged requests, all 0–1. */
export interface Figures {
  readonly requests: number;
  /** Share of answerable requests whose first candidate is right. */
  readonly top1: number;
  readonly top3: number;
  /** How surely 1 − confidence tells a request to be refused from one to be answered; 0.5 is chance. */
  readonly refusalAuroc: number;
  /** Share of the *match* decisions that are right. */
  readonly matchPrecision: number;
  /** Share of all requests that were matched to something wrong. */
  readonly wrongMatch: number;
  /** Share of answerable requests that were matched rightly, without a question. */
  readonly matchedRightly: number;
  /** Share of requests to be refused that were answered *none*. */
  readonly refused: number;
  /** First candidate right, or nothing matched where nothing fits, by kind. */
  readonly byKind: Readonly<Record<LabelKind, number>>;
}

/** Judges one answer; of several intents the first counts, and for its confidence the surest. */
export function judge(repository: string, label: Label, answer: MatchAnswer): Judged {
  const candidates = answer.intents[0]?.candidates ?? [];
  const all = answer.intents.flatMap((intent) => intent.candidates);
  return {
    repository,
    label,
    decision: answer.decision,
    confidence: Math.max(0, ...all.map(({ confidence }) => confidence)),
    candidates,
    rank: candidates.findIndex(({ path }) => isExpected(label, path)),
  };
}

/** Counts up judged requests. */
export function figuresOf(judged: readonly Judged[]): Figures {
  const answerable = judged.filter(({ label }) => label.kind !== "refuse");
  const refusals = judged.filter(({ label }) => label.kind === "refuse");
  const matched = judged.filter(({ decision }) => decision === "match");
  const isFirst = ({ rank }: Judged): boolean => rank === 0;
  const isRightKind = (kind: LabelKind): number =>
    share(
      judged.filter(({ label }) => label.kind === kind),
      kind === "refuse" ? ({ decision }) => decision === "none" : isFirst,
    );
  return {
    requests: judged.length,
    top1: share(answerable, isFirst),
    top3: share(answerable, ({ rank }) => rank >= 0 && rank < 3),
    refusalAuroc: auroc(
      refusals.map(({ confidence }) => 1 - confidence),
      answerable.map(({ confidence }) => 1 - confidence),
    ),
    matchPrecision: share(matched, isFirst),
    wrongMatch: share(judged, (one) => one.decision === "match" && !isFirst(one)),
    matchedRightly: share(answerable, (one) => one.decision === "match" && isFirst(one)),
    refused: share(refusals, ({ decision }) => decision === "none"),
    byKind: {
      exact: isRightKind("exact"),
      misspelt: isRightKind("misspelt"),
      action: isRightKind("action"),
      description: isRightKind("description"),
      refuse: isRightKind("refuse"),
    },
  };
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
