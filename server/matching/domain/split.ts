import type { Clause } from "#server/language/clause.ts";

/** A part of a message with its ranking. */
export interface RankedPart {
  readonly clause: Clause;
  /** Its candidates, best first: entry numbers with their shares of the probability. */
  readonly ranked: readonly { readonly number: number; readonly share: number }[];
  /** What comes first is named. */
  readonly isNamed: boolean;
}

/** A message that may hold several intents. */
export interface Proposal {
  readonly whole: RankedPart;
  readonly parts: readonly RankedPart[];
  /** Those of the parts that mean something, each something else. */
  readonly asking: readonly RankedPart[];
}

const shareOf = ({ ranked }: RankedPart): number => ranked[0]?.share ?? 0;
const bestOf = ({ ranked }: RankedPart): number => ranked[0]?.number ?? -1;
const wordsIn = (text: string): number => text.split(/\s+/).length;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Signs that the parts of a message are intents of their own, 0–1: more than one thing is to be done. */
export const splitSigns = {
  always: () => 1,
  whole_sure: ({ whole }) => shareOf(whole),
  least_sure: ({ asking }) => Math.min(...asking.map(shareOf)),
  mean_sure: ({ asking }) => mean(asking.map(shareOf)),
  all_ask: ({ asking, parts }) => asking.length / parts.length,
  all_named: ({ asking }) => Number(asking.every(({ isNamed }) => isNamed)),
  named: ({ asking }) => mean(asking.map(({ isNamed }) => Number(isNamed))),
  imperatives: ({ asking }) =>
    Number(asking.filter(({ clause }) => clause.isImperative).length >= 2),
  later_imperative: ({ asking }) =>
    Number(asking.slice(1).some(({ clause }) => clause.isImperative)),
  several: ({ asking }) => Number(asking.length > 2),
  whole_among: ({ whole, asking }) => Number(asking.some((part) => bestOf(part) === bestOf(whole))),
  counted: ({ whole }) => Number(counting.test(whole.clause.said)),
  brief: ({ asking }) => Number(asking.every(({ clause }) => wordsIn(clause.text) <= brief)),
  ordered: ({ whole }) => Number(ordering.test(whole.clause.said)),
  joined: ({ whole }) => Number(joining.test(whole.clause.said)),
  sentences: ({ whole }) => Number(/[.!?]\s+\w/.test(whole.clause.text)),
  explains: ({ whole }) => Number(explaining.test(whole.clause.said)),
} as const satisfies Readonly<Record<string, (proposal: Proposal) => number>>;

/** Words that say how many things are wanted. */
const counting =
  /\b(?:both|all (?:two|three|four|five)|the (?:two|three|four)|two things|beide|alle drei|les deux|ambos|as dois)\b/;

/** Words of a part that only names what is wanted. */
const brief = 5;
/** Words that put deeds in an order. */
export const ordering =
  /\b(?:first|then|after that|afterwards|when (?:that|it|they)'?s? (?:is|are)?|last|before that|also|as well|too|zuerst|dann|danach|puis|ensuite|primero|luego|depois)\b/;
/** Words that join what is wanted. */
export const joining = /\b(?:and|plus|both|together with|und|et|y|e|oraz)\b|&/;
const explaining =
  /\b(?:because|so that|since|since|when|keeps?|can't|cannot|isn't|not|weil|damit|parce)\b/;

export const splitSignNames = Object.keys(splitSigns) as readonly (keyof typeof splitSigns)[];

/** All signs of a proposal, in the order of `splitSignNames`. */
export function readSplit(proposal: Proposal): number[] {
  return splitSignNames.map((name) => splitSigns[name](proposal));
}
