import { dot } from "#server/matching/domain/rank.ts";
import { actSigns } from "#server/planning/domain/act-signs.ts";
import { type Act, type ActModel, acts } from "#server/planning/domain/acts.ts";
import { minimise } from "./minimise.ts";

/** A message with what it is and how much it counts. */
export interface ActExample {
  readonly text: string;
  readonly act: Act;
  readonly weight: number;
}

const penalty = 0.3;
/** A sign counts from so many messages on. */
const leastSeen = 2;

/** Fits a multinomial logit with L2 over the signs of messages. Deterministic. */
export function fitActs(examples: readonly ActExample[]): ActModel {
  const read = examples.map((one) => ({ ...one, signs: actSigns(one.text) }));
  const counts = new Map<string, number>();
  for (const { signs } of read)
    for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const names = [...counts]
    .filter(([, count]) => count >= leastSeen)
    .map(([name]) => name)
    .sort();
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const rows = read.map(({ signs, act, weight }) => ({
    places: signs.flatMap((sign) => placeOf.get(sign) ?? []),
    right: acts.indexOf(act),
    weight,
  }));
  const width = acts.length;
  const loss = (all: number[]) => {
    let value = (penalty / 2) * dot(all, all);
    const slope = all.map((weight) => penalty * weight);
    for (const { places, right, weight } of rows) {
      const scores = acts.map((_, act) =>
        places.reduce((sum, place) => sum + (all[place * width + act] ?? 0), 0),
      );
      const highest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - highest));
      const sum = powers.reduce((total, power) => total + power, 0);
      value -= weight * Math.log((powers[right] ?? 0) / sum + 1e-12);
      for (const [act, power] of powers.entries()) {
        const step = weight * (power / sum - Number(act === right));
        for (const place of places)
          slope[place * width + act] = (slope[place * width + act] ?? 0) + step;
      }
    }
    return { value, slope };
  };
  const fitted = minimise(loss, new Array<number>(names.length * width).fill(0));
  return Object.fromEntries(
    names.map((name, at) => [
      name,
      fitted.slice(at * width, (at + 1) * width).map((weight) => Math.round(weight * 100) / 100),
    ]),
  );
}
