import { writeFileSync } from "node:fs";
import path from "node:path";
import { buildMatchIndex } from "#server/matching/domain/match-index.ts";
import { readRequest, readSplitSigns } from "#server/matching/domain/matcher.ts";
import { type Learned, type Model, readModel } from "#server/matching/domain/model.ts";
import { type Evidence, readEvidence, sharesOf } from "#server/matching/domain/rank.ts";
import { readIntent } from "#server/matching/domain/read-intent.ts";
import { refusalSignalNames } from "#server/matching/domain/refusal-signals.ts";
import { readSegment } from "#server/matching/domain/segment.ts";
import { signalNames } from "#server/matching/domain/signals.ts";
import { splitSignNames } from "#server/matching/domain/split.ts";
import { readTrust, trustSignNames } from "#server/matching/domain/trust.ts";
import { actSigns } from "#server/planning/domain/act-signs.ts";
import type { Act } from "#server/planning/domain/acts.ts";
import { readEntries } from "#tests/eval/entries.ts";
import { type Figures, figuresOf, judgeAll } from "#tests/eval/figures.ts";
import {
  isExpected,
  type Label,
  type LabelKind,
  type LabelledRepository,
  readLabels,
} from "#tests/eval/labels.ts";
import { readTurns } from "#tests/eval/turns.ts";
import { fitActs } from "./train/fit-acts.ts";
import { type Example, fitWeights, type Weights } from "./train/fit-weights.ts";
import { rarityOfStems } from "./train/rarity.ts";
import { learnWordVectors } from "./train/word-vectors.ts";

/**
 * `npm run train -- [--ablation|--acts|--words]`: learns the weights of `server/matching/domain/model.json` from the labelled requests
 * of the parts *tune* and *train*. Validated by leaving whole repositories out, eight times; those figures are kept in
 * the file. Deterministic. With `--ablation` it says what each signal is worth, and writes nothing. With `--acts` only
 * what a message is is learned; with `--words` only what words of the thesaurus have to do with each other, which the
 * others read: it comes first.
 */
const penalty = 0.5;
/** Trust has few examples beside its signs. */
const trustPenalty = 3;
const folds = 8;
/** Requests that no candidate answers teach that nothing here is meant, though less than those written so. */
const unfoundWeight = 0.3;

/** A request with what its candidates have of each signal. */
interface Read extends Omit<Example, "weight">, Evidence {
  readonly repository: string;
  readonly label: Label;
}

function main(): void {
  if (process.argv.includes("--words")) {
    write("matching/domain/word-vectors.json", learnWordVectors());
    return;
  }
  if (process.argv.includes("--acts")) {
    writeActs();
    return;
  }
  const repositories = readLabels().filter(({ part }) => part === "tune" || part === "train");
  const rarity = rarityOfStems(
    repositories.flatMap(({ labels }) => labels.map(({ request }) => request)),
  );
  const weigh = (stem: string): number => rarity[stem] ?? 1;
  const read = repositories.flatMap((one) => readRepository(one, weigh));
  if (process.argv.includes("--ablation")) {
    process.stdout.write(`${ablation(read).join("\n")}\n`);
    return;
  }
  const validated = crossValidate(repositories, read, rarity);
  const split = learnTrust(validated.splits, penalty);
  const learned = asLearned(learn(read), validated.trust, split);
  const judged = validated.judge(split);
  const strangers = judged.filter(({ author }) => author !== "own").map(({ one }) => one);
  const model = {
    about:
      "Written by `npm run train`; see scripts/train.ts. Figures are of repositories left out.",
    figures: { all: figuresOf(judged.map(({ one }) => one)), strangers: figuresOf(strangers) },
    ...learned,
  };
  write("matching/domain/model.json", model);
  write("matching/domain/rarity.json", {
    about: "Written by `npm run train`; see scripts/train/rarity.ts.",
    rarity,
  });
  writeActs();
  process.stdout.write(`${describe("all", model.figures.all)}\n`);
  process.stdout.write(`${describe("strangers", model.figures.strangers)}\n`);
}

function readRepository(
  { name, labels }: LabelledRepository,
  rarity: (stem: string) => number,
): Read[] {
  const index = buildMatchIndex(readEntries(name));
  return labels.map((label) => {
    const { whole } = readRequest(index, label.request);
    const segment = readSegment(index, readIntent(index, whole, rarity), null);
    const right = segment.pool.flatMap((number, at) => {
      const entry = index.entries[number]?.entry;
      const place = entry?.roleFolder ?? entry?.path ?? "";
      return label.intents.some((intent) => isExpected(intent, place)) ? [at] : [];
    });
    return { repository: name, label, ...readEvidence(segment), right: new Set(right) };
  });
}

function learn(read: readonly Read[]): Weights {
  const examples = read.map((one) => {
    const isUnfound = one.label.intents.length > 0 && one.right.size === 0;
    return { ...one, weight: isUnfound ? unfoundWeight : 1 };
  });
  return fitWeights(examples, penalty);
}

/** What the best candidate of a request has of each sign of trust, and what an answer with it is worth, 0–1. */
interface Outcome {
  readonly signs: readonly number[];
  readonly worth: number;
}

/** An outcome of a ranking: whether it is right, too. */
interface Ranked extends Outcome {
  readonly isRight: boolean;
}

/** A wrong first candidate where the repository has the answer: whoever is asked may find it among the others. */
const worthAsking = 0.8;

function outcomeOf(one: Read, weights: Weights): Ranked[] {
  const shares = sharesOf(one, weights);
  const best = shares.reduce((most, share, at) => (share > (shares[most] ?? 0) ? at : most), 0);
  const share = shares[best];
  if (share === undefined) return [];
  const rival = Math.max(0, ...shares.filter((_, at) => at !== best));
  const any = shares.reduce((sum, one) => sum + one, 0);
  const signs = readTrust({ row: one.rows[best] ?? [], none: one.none, share, rival, any });
  const { intents } = one.label;
  // One answer to several intents is half of one.
  const isRight = one.right.has(best) && intents.length === 1;
  return [{ signs, isRight, worth: isRight ? 1 : intents.length > 0 ? worthAsking : 0 }];
}

/** What a candidate is worth as a logistic function of the signs of trust. */
function learnTrust(outcomes: readonly Outcome[], held = trustPenalty): readonly number[] {
  const examples = outcomes.flatMap(({ signs, worth }) => [
    { rows: [signs], none: [0], right: new Set([0]), weight: worth },
    { rows: [signs], none: [0], right: new Set<number>(), weight: 1 - worth },
  ]);
  return fitWeights(examples, held).weights;
}

function write(name: string, content: object): void {
  const file = path.resolve("server", name);
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** Judges every repository with weights that were learned without it and a seventh of the others. */
function crossValidate(
  repositories: readonly LabelledRepository[],
  read: readonly Read[],
  rarity: ReturnType<typeof rarityOfStems>,
) {
  const fitted = Array.from({ length: folds }, (_, fold) => {
    const isLeftOut = (name: string) =>
      repositories.findIndex((one) => one.name === name) % folds === fold;
    return {
      weights: learn(read.filter(({ repository }) => !isLeftOut(repository))),
      left: repositories.filter(({ name }) => isLeftOut(name)),
      unseen: read.filter(({ repository }) => isLeftOut(repository)),
    };
  });
  const outcomes = fitted.flatMap(({ weights, unseen }) =>
    unseen.flatMap((one) => outcomeOf(one, weights)),
  );
  const trust: Trust = {
    worth: learnTrust(outcomes),
    right: learnTrust(outcomes.map(({ signs, isRight }) => ({ signs, worth: Number(isRight) }))),
  };
  const splits = fitted.flatMap(({ weights, left }) => {
    const model = readModel(asLearned(weights, trust, []), rarity);
    return left.flatMap((repository) => splitsOf(repository, model));
  });
  const judge = (split: readonly number[]) =>
    fitted.flatMap(({ weights, left }) => {
      const model = readModel(asLearned(weights, trust, split), rarity);
      return left.flatMap(({ name, labels, author }) =>
        judgeAll(name, labels, readEntries(name), model).map((one) => ({ author, one })),
      );
    });
  return { trust, splits, judge };
}

/** What requests that may hold several intents have of each sign of it, and whether they do. */
function splitsOf({ name, labels }: LabelledRepository, model: Model): Outcome[] {
  const index = buildMatchIndex(readEntries(name));
  return labels
    .filter(({ intents }) => intents.length > 0)
    .flatMap(({ request, intents }) => {
      const signs = readSplitSigns(index, request, { model });
      if (signs === null) return [];
      const several = { signs, worth: 1 };
      // An intent that is overlooked costs more than one that is asked about in vain: it counts twice.
      return intents.length > 1 ? [several, several] : [{ signs, worth: 0 }];
    });
}

/** Weights of the signs of trust: for what an answer is worth, and for whether it is right. */
interface Trust {
  readonly worth: readonly number[];
  readonly right: readonly number[];
}

function asLearned({ weights, refusal }: Weights, trust: Trust, split: readonly number[]): Learned {
  const named = (names: readonly string[], values: readonly number[]) =>
    Object.fromEntries(names.map((name, at) => [name, round(values[at] ?? 0)]));
  return {
    weights: named(signalNames, weights),
    refusal: named(refusalSignalNames, refusal),
    trust: named(trustSignNames, trust.worth),
    sure: named(trustSignNames, trust.right),
    split: named(splitSignNames, split),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function describe(name: string, figures: Figures): string {
  const { requests, top1, top3, refusalAuroc, matchPrecision, matched, refused } = figures;
  return `${name.padEnd(10)} ${requests} requests: top-1 ${top1}, top-3 ${top3}, AUROC ${refusalAuroc}, match right ${matchPrecision} at ${matched}, refused ${refused}`;
}

/** What is lost without each signal: likelihood of the right answers, summed over repositories left out. */
function ablation(read: readonly Read[]): string[] {
  const names = [...new Set(read.map(({ repository }) => repository))];
  const score = (without: number | null): number =>
    Array.from({ length: folds }, (_, fold) => {
      const isLeftOut = ({ repository }: Read) => names.indexOf(repository) % folds === fold;
      const kept = read.map((one) => (without === null ? one : blanked(one, without)));
      const weights = learn(kept.filter((one) => !isLeftOut(one)));
      const left = kept.filter(isLeftOut);
      return left.reduce((sum, one) => sum + Math.log(rightChance(one, weights) + 1e-6), 0);
    }).reduce((sum, one) => sum + one, 0);
  const whole = score(null);
  return signalNames
    .map((name, at) => ({ name, worth: whole - score(at) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ name, worth }) => `${name.padEnd(20)} ${worth.toFixed(1)}`);
}

/** Learns what a message is from the turns that outside authors labelled. */
function writeActs(): void {
  const turns = readTurns("read").map(({ say, act }) => ({ signs: actSigns(say), act, weight: 1 }));
  const requests = readLabels()
    .filter(({ part }) => part === "tune" || part === "train")
    .flatMap(({ labels }) => labels)
    .flatMap(({ request, kind, intents }) => {
      const act = intents.length > 0 ? "change" : actOfKind[kind];
      return act === undefined ? [] : [{ signs: actSigns(request), act, weight: requestWeight }];
    });
  const weights = fitActs([...turns, ...requests]);
  const rows = Object.entries(weights).map(([sign, row]) => [sign, row.join(" ")]);
  write("planning/domain/act-model.json", {
    about: "Written by `npm run train`; see scripts/train/fit-acts.ts.",
    weights: Object.fromEntries(rows),
  });
}

/** Requests are nearly all for a change, and short: without them a short intent is taken for talk. */
const requestWeight = 0.3;
const actOfKind: Readonly<Partial<Record<LabelKind, Act>>> = {
  ...{ question: "question", danger: "danger", chat: "small_talk", near_miss: "change" },
};

/** How likely the right answer was: one of the right candidates, or none. */
function rightChance(one: Read, weights: Weights): number {
  const shares = sharesOf(one, weights);
  const sum = (test: (at: number) => boolean): number =>
    shares.reduce((all, share, at) => (test(at) ? all + share : all), 0);
  return one.label.intents.length > 0 ? sum((at) => one.right.has(at)) : 1 - sum(() => true);
}

function blanked(one: Read, at: number): Read {
  const rows = one.rows.map((row) => row.map((value, place) => (place === at ? 0 : value)));
  return { ...one, rows };
}

main();
