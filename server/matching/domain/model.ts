import json from "./model.json" with { type: "json" };
import rarityJson from "./rarity.json" with { type: "json" };
import { refusalSignalNames } from "./refusal-signals.ts";
import { signalNames } from "./signals.ts";
import { splitSignNames } from "./split.ts";
import { trustSignNames } from "./trust.ts";

/** What `npm run train` has learned from labelled requests; see `model.json`. */
export interface Learned {
  /** By signal. */
  readonly weights: Readonly<Record<string, number>>;
  /** By sign that nothing is meant. */
  readonly refusal: Readonly<Record<string, number>>;
  /** By sign of how far the best candidate is to be believed. */
  readonly trust: Readonly<Record<string, number>>;
  /** By the same signs, how likely it is right. */
  readonly sure: Readonly<Record<string, number>>;
  /** By sign that a message holds several intents. */
  readonly split: Readonly<Record<string, number>>;
}

/** Learned weights, in the order of the signals. A signal that was never weighed counts nothing. */
export interface Model {
  readonly weights: readonly number[];
  readonly refusal: readonly number[];
  readonly trust: readonly number[];
  readonly sure: readonly number[];
  readonly split: readonly number[];
  /** How rarely a stem stands in what people ask for and say, 0–1: "please" tells nothing, "zigbee" all. */
  readonly rarity: (stem: string) => number;
}

/** Turns what was learned into what ranking reads. `rarity` is of stems that are more or less common; others are rare. */
export function readModel(learned: Learned, rarity: Readonly<Record<string, number>>): Model {
  return {
    weights: signalNames.map((name) => learned.weights[name] ?? 0),
    refusal: refusalSignalNames.map((name) => learned.refusal[name] ?? 0),
    trust: trustSignNames.map((name) => learned.trust[name] ?? 0),
    sure: trustSignNames.map((name) => learned.sure[name] ?? 0),
    split: splitSignNames.map((name) => learned.split[name] ?? 0),
    rarity: (stem) => (Object.hasOwn(rarity, stem) ? (rarity[stem] ?? 1) : 1),
  };
}

export const model: Model = readModel(json, rarityJson.rarity);
