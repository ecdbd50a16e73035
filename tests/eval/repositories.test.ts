import { describe, expect, it } from "vitest";
import { readEntries } from "./entries.ts";
import { type Figures, figuresOf, judgeAll } from "./figures.ts";
import { isExpected, type Label, type LabelPart, readLabels } from "./labels.ts";

/** What is reached today, less about one request; kinds that miss none may miss none. */
type Floors = Pick<Figures, "top1" | "top3" | "refusalAuroc" | "matchPrecision" | "byKind">;

const floors: Readonly<Record<Exclude<LabelPart, "unread">, Floors>> = {
  tune: {
    ...{ top1: 0.932, top3: 0.975, refusalAuroc: 0.994, matchPrecision: 0.99 },
    byKind: { exact: 0.98, misspelt: 0.95, action: 0.935, description: 0.85, refuse: 0.95 },
  },
  held: {
    ...{ top1: 0.89, top3: 0.962, refusalAuroc: 0.996, matchPrecision: 0.96 },
    byKind: { exact: 1, misspelt: 0.95, action: 0.87, description: 0.8, refuse: 0.92 },
  },
  train: {
    ...{ top1: 0.612, top3: 0.78, refusalAuroc: 0.936, matchPrecision: 0.93 },
    byKind: {
      exact: 0.95,
      misspelt: 0.81,
      several: 0.41,
      near_miss: 0.7,
      question: 0.88,
      danger: 0.75,
      chat: 0.9,
    },
  },
};

/** Answered by a role that the catalog offers only as a part of a playbook. */
const withoutEntry = new Set(["pass a pci card through to a vm"]);

const repositories = readLabels().map((repository) => ({
  ...repository,
  entries: readEntries(repository.name),
}));
const judged = repositories.flatMap(({ name, part, labels, entries }) =>
  judgeAll(name, labels, entries).map((one) => ({ ...one, part })),
);

describe("labelled requests of public repositories", () => {
  it("name nothing that the entries of their repository lack", () => {
    const isThere = ({ intents }: Label, paths: readonly string[]): boolean =>
      intents.every((intent) => paths.some((path) => isExpected(intent, path)));
    const lackingOf = ({ name, labels, entries }: (typeof repositories)[number]) => {
      const paths = entries.map(({ path }) => path);
      const unfound = labels.filter((label) => !isThere(label, paths));
      return unfound.map(({ request }) => ({ name, request }));
    };
    const own = repositories.filter(({ author }) => author === "own").flatMap(lackingOf);
    expect(own.filter(({ request }) => !withoutEntry.has(request))).toEqual([]);
    // Outside authors name what a person would run, entry or not.
    const others = repositories.filter(({ author }) => author !== "own");
    const requests = others.flatMap(({ labels }) => labels).length;
    expect(others.flatMap(lackingOf).length / requests).toBeLessThan(0.055);
  });

  it("are asked of entries that keep the words of a repository's texts, and none of its sentences", () => {
    const texts = repositories
      .filter(({ name }) => name !== "homelab")
      .flatMap(({ entries }) => entries.map(({ searchText }) => searchText.split(" ")));
    expect(texts.length).toBeGreaterThan(1_000);
    expect(texts.filter((words) => words.join(" ") !== [...words].sort().join(" "))).toEqual([]);
  });

  it.each(["tune", "held", "train"] as const)("are answered as well as before: %s", (part) => {
    const counted = judged.filter((one) => one.part === part);
    const { byKind, ...figures } = figuresOf(counted);
    const { byKind: kindFloors, ...partFloors } = floors[part];
    expect(fallen(partFloors, figures)).toEqual([]);
    expect(fallen(kindFloors, byKind)).toEqual([]);
  });
});

/** What lies under its floor, with both figures. */
function fallen(
  least: Readonly<Record<string, number>>,
  reached: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(least).flatMap(([name, floor]) => {
    const figure = reached[name] ?? 0;
    return figure < floor ? [`${name} is ${figure}, was at least ${floor}`] : [];
  });
}
