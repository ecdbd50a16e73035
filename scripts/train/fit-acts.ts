import { dot } from "#server/matching/domain/rank.ts";
import { type Act, type ActModel, acts } from "#server/planning/domain/acts.ts";
import { minimise } from "./minimise.ts";

/** A message by its signs (`actSigns`), with what it is and how much it counts. */
export interface ActExample {
  readonly signs: readonly string[];
  readonly act: Act;
  readonly weight: number;
}

const penalty = 0.3;
/** A sign counts from so many messages on. */
const leastSeen = 2;

/** Fits a multinomial logit with L2 over the signs of messages. Deterministic. */
export function fitActs(examples: readonly ActExample[]): ActModel {
  const counts = new Map<string, number>();
  for (const { signs } of examples)
    for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const names = [...counts]
    .filter(([, count]) => count >= leastSeen)
    .map(([name]) => name)
    .sort();
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const rows = examples.map(({ signs, act, weight }) => ({
    places: signs.flatMap((sign) => placeOf.get(sign) ?? []),
    right: acts.indexOf(act),
    weight,
  }));
  const loss = (all: number[]) => {
    const slope = all.map((weight) => penalty * weight);
    const value = rows.reduce((sum, row) => sum + addRow(row, all, slope), 0);
    return { value: value + (penalty / 2) * dot(all, all), slope };
  };
  const fitted = minimise(loss, new Array<number>(names.length * width).fill(0));
  return Object.fromEntries(
    names.map((name, at) => [
      name,
      fitted.slice(at * width, (at + 1) * width).map((weight) => Math.round(weight * 100) / 100),
    ]),
  );
}

interface Row {
  /** Places of the message's signs among all. */
  readonly places: readonly number[];
  readonly right: number;
  readonly weight: number;
}

const width = acts.length;

/** The loss of one message; adds its part of the gradient to `slope`. Plain loops: this is where training spends its time. */
function addRow({ places, right, weight }: Row, all: readonly number[], slope: number[]): number {
  const scores = new Array<number>(width).fill(0);
  for (const place of places)
    for (let act = 0; act < width; act++)
      scores[act] = (scores[act] ?? 0) + (all[place * width + act] ?? 0);
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  const steps = powers.map((power, act) => weight * (power / sum - Number(act === right)));
  for (const place of places)
    for (let act = 0; act < width; act++)
      slope[place * width + act] = (slope[place * width + act] ?? 0) + (steps[act] ?? 0);
  return -weight * Math.log((powers[right] ?? 0) / sum + 1e-12);
}
