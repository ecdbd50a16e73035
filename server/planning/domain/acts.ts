import json from "./act-model.json" with { type: "json" };
import { actSigns } from "./act-signs.ts";

/** What a message is. */
export const acts = [
  ...(["change", "question", "about", "control", "small_talk", "danger", "nonsense"] as const),
] as const;
export type Act = (typeof acts)[number];

/** Weights by sign, one for each act in the order of `acts`. A sign that was never weighed counts nothing. */
export type ActModel = Readonly<Record<string, readonly number[]>>;

/** An act with its probability, 0–1. */
export interface ReadAct {
  readonly act: Act;
  readonly chance: number;
  /** The probability that it is danger, whatever is likeliest. */
  readonly danger: number;
}

/** As `act-model.json` keeps it: twenty thousand rows, of which a message needs a hundred. Read when asked for. */
const learned: Readonly<Record<string, string>> = json.weights;

function learnedRow(sign: string): readonly number[] {
  return Object.hasOwn(learned, sign) ? (learned[sign] ?? "").split(" ").map(Number) : [];
}

/** Says what a message is, by the weights that `npm run train` learned from labelled turns. */
export function readAct(text: string): ReadAct {
  const scores = acts.map(() => 0);
  for (const sign of actSigns(text)) {
    for (const [at, weight] of learnedRow(sign).entries()) scores[at] = (scores[at] ?? 0) + weight;
  }
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((all, power) => all + power, 0);
  const best = scores.indexOf(highest);
  const chanceOf = (at: number): number => (powers[at] ?? 0) / sum;
  return {
    act: acts[best] ?? "change",
    chance: chanceOf(best),
    danger: chanceOf(acts.indexOf("danger")),
  };
}
