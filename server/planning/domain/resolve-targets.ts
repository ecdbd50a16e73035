import type { CatalogEntry } from "#server/contracts/playbook.ts";
import { questionKey } from "#server/contracts/question-key.ts";
import type { Verb } from "#server/contracts/request.ts";
import { findPlaces, findUnknownPlace, type Places } from "./find-targets.ts";
import { namesOfInventory } from "./named-inventory.ts";
import { imitationOf, nearestNames } from "./near-names.ts";
import type { ChosenEntry, Obstacle, PlanInput } from "./plan-input.ts";
import { type PlayHosts, resolvePlayHosts } from "./play-hosts.ts";

/** The hosts to change, and the variable that tells the playbook where its plays do not name them. */
export interface ResolvedTargets {
  readonly kind: "hosts";
  readonly hosts: readonly string[];
  readonly variable: { readonly name: string; readonly value: string } | null;
}

type Targets = { readonly kind: "hosts"; readonly hosts: readonly string[] } | Obstacle;

/** The answer that takes none of the hosts offered. */
const noHost = "none";

/** The hosts that one entry will change, or what must be asked or said first. Always hosts of the inventory. */
export function resolveTargets(
  input: PlanInput,
  chosen: ChosenEntry,
  index: number,
): ResolvedTargets | Obstacle {
  if (input.source.inventory.length === 0) {
    return refused("The inventory lists no hosts. Add one to the inventory file and commit it.");
  }
  const plays = resolvePlayHosts(input, chosen, index);
  if (plays.kind !== "play hosts") return plays;
  if (plays.possible.length === 0) {
    return refused(
      `${chosen.entry.path} runs on "${chosen.entry.hostPatterns.join(", ")}", and no host of the inventory matches that.`,
    );
  }
  const targets =
    chosen.given?.isExact === true
      ? exactTargets(input, chosen, plays.possible)
      : chooseTargets(input, chosen, index, plays);
  if (targets.kind !== "hosts") return targets;
  const { usual, variable } = plays;
  const isUsual = usual !== null && sameNames(usual, targets.hosts);
  const value = targets.hosts.join(",");
  return { ...targets, variable: variable === null || isUsual ? null : { name: variable, value } };
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function chooseTargets(
  input: PlanInput,
  chosen: ChosenEntry,
  index: number,
  { possible, usual }: PlayHosts,
): Targets {
  const asked = readTargets(input, chosen, index, possible);
  if (asked.kind === "refused") return asked;
  if (asked.unknown !== null) return askWhichHost(input, asked.unknown, index, possible);
  const meant = usual ?? possible;
  const wanted = asked.hosts ?? (asked.all ? meant : givenHosts(input, chosen));
  const base = wanted ?? (asked.excluded.length > 0 ? meant : null);
  if (base === null) return unnamedTargets(chosen, index, { meant, mustName: usual === null });
  const hosts = base.filter((host) => possible.includes(host) && !asked.excluded.includes(host));
  if (hosts.length > 0) return { kind: "hosts", hosts };
  if (asked.excluded.length > 0) return refused("That would leave no host to act on.");
  return refused(`${chosen.entry.path} runs on ${listWords(possible)}, not on ${listWords(base)}.`);
}

/** The hosts of a plan that is made anew: all of them or none, for another set would be another plan. */
function exactTargets(
  { source }: PlanInput,
  { given, entry }: ChosenEntry,
  possible: readonly string[],
): Targets {
  const hosts = given?.hosts ?? [];
  const gone = hosts.filter((host) => !source.inventory.some(({ name }) => name === host));
  if (gone.length > 0) return refused(`${listWords(gone)} is not in the inventory any more.`);
  const left = hosts.filter((host) => !possible.includes(host));
  if (left.length > 0) return refused(`${entry.path} does not run on ${listWords(left)} any more.`);
  return { kind: "hosts", hosts };
}

/** Hosts of an earlier plan, or those a model read in the words; only what the inventory still has counts. */
function givenHosts({ source }: PlanInput, { given }: ChosenEntry): readonly string[] | null {
  const known = source.inventory.map((host) => host.name);
  return orNull((given?.hosts ?? []).filter((host) => known.includes(host)));
}

/** What is said about places. `hosts` is null when none is named. */
interface TargetsAsked {
  readonly kind: "asked";
  readonly hosts: readonly string[] | null;
  readonly excluded: readonly string[];
  readonly all: boolean;
  readonly unknown: string | null;
}

function readTargets(
  input: PlanInput,
  chosen: ChosenEntry,
  index: number,
  possible: readonly string[],
): TargetsAsked | Extract<Obstacle, { kind: "refused" }> {
  const answer = input.answers[questionKey({ about: "host", intent: index })];
  if (answer === noHost) return refused("Then nothing is planned.");
  if (answer !== undefined) return answeredTargets(answer, input);
  const { inventory } = input.source;
  const own = findPlaces(chosen.intentText, inventory);
  const shared = findPlaces(input.requestText, inventory);
  // Words that the request shares among its intents count only where this playbook can follow them.
  const follows =
    chosen.given?.task != null || shared.hosts.some((host) => possible.includes(host));
  const said = [findPlaces(input.rejection ?? "", inventory), own, ...(follows ? [shared] : [])];
  const places = said.find(saysSomething);
  const closing = findUnknownPlace(
    chosen.intentText,
    ownWords(chosen.entry, inventoryWords(input)),
  );
  return {
    kind: "asked",
    hosts: orNull(places?.hosts ?? []),
    excluded: orNull(places?.excluded ?? []) ?? shared.excluded,
    all: places?.all === true || shared.all,
    unknown: places === undefined ? closing : (places.unknown[0] ?? null),
  };
}

/** What the plan's inventory is called, and what others are where a person chose against the words. */
function inventoryWords({ source, answers }: PlanInput): readonly string[] {
  const isAnswered = answers[questionKey({ about: "inventory", intent: 0 })] !== undefined;
  const others = isAnswered ? source.ownInventories.map(({ ref }) => ref) : [];
  return [source.inventoryPath, ...others].flatMap(namesOfInventory);
}

function orNull(names: readonly string[]): readonly string[] | null {
  return names.length > 0 ? names : null;
}

function saysSomething(places: Places): boolean {
  const { hosts, excluded, unknown, all } = places;
  return hosts.length + excluded.length + unknown.length > 0 || all;
}

/** An answer is what a button sent, names parted by commas, or what somebody typed instead. */
function answeredTargets(answer: string, { source }: PlanInput): TargetsAsked {
  const known = source.inventory.map((host) => host.name);
  const names = answer.split(",").map((name) => name.trim());
  if (names.every((name) => known.includes(name)))
    return { kind: "asked", hosts: names, excluded: [], all: false, unknown: null };
  const spoken = /^(?:on|onto|to|at|for)\b/i.test(answer) ? answer : `on ${answer}`;
  const places = findPlaces(spoken, source.inventory);
  const found = places.hosts.length > 0 || places.all || places.excluded.length > 0;
  return {
    kind: "asked",
    hosts: places.hosts.length > 0 ? places.hosts : null,
    excluded: places.excluded,
    all: places.all,
    unknown: places.unknown[0] ?? (found ? null : answer.slice(0, 60)),
  };
}

/** Words that name the entry itself, as "dns" in "deploy the records to dns", or its inventory. */
function ownWords(entry: CatalogEntry, inventory: readonly string[]): ReadonlySet<string> {
  const names = [entry.name, entry.service ?? "", ...entry.aliases, ...entry.hostPatterns];
  const described = [entry.description, entry.searchText.slice(0, 2_000)];
  const own = [...names, ...described].flatMap((text) =>
    text.toLowerCase().split(/[^\p{L}\p{N}.]+/u),
  );
  return new Set([...own, ...inventory]);
}

const maxChoices = 7;

/** A place that the inventory lacks is never replaced by another: the person says which one is meant. */
function askWhichHost(
  input: PlanInput,
  unknown: string,
  index: number,
  possible: readonly string[],
): Targets {
  const { inventory, repositoryName } = input.source;
  const groups = new Map<string, string[]>();
  for (const host of inventory.filter(({ name }) => possible.includes(name))) {
    for (const group of host.groups) groups.set(group, [...(groups.get(group) ?? []), host.name]);
  }
  const names = [...possible, ...[...groups.keys()].filter((group) => group !== "ungrouped")];
  const near = nearestNames(unknown, names, 4);
  const offered = near.length > 0 ? near : possible.slice(0, maxChoices);
  const written = unknown.slice(0, 60);
  const twin = imitationOf(
    unknown,
    inventory.map((host) => host.name),
  );
  const warning = twin === null ? "" : ` Careful: ${twin}.`;
  return {
    kind: "ask",
    ambiguity: {
      key: questionKey({ about: "host", intent: index }),
      question: `There is no host or group "${written}" in the inventory of ${repositoryName}.${warning} Which one is meant?`,
      choices: [
        ...offered.map((name) => {
          const members = possible.includes(name) ? null : (groups.get(name) ?? []);
          return members === null
            ? { label: name, value: name, hint: null }
            : { label: name, value: members.join(","), hint: `group: ${listWords(members)}` };
        }),
        { label: "None of these", value: noHost, hint: null },
      ],
    },
  };
}

/** Nobody named a host: where several could be changed for good, ask; otherwise the play's own hosts are meant. */
function unnamedTargets(
  chosen: ChosenEntry,
  index: number,
  { meant, mustName }: { meant: readonly string[]; mustName: boolean },
): Targets {
  const lasting: readonly Verb[] = ["deploy", "configure", "remove", "restore"];
  const isWide = lasting.includes(chosen.verb) && coversAll(chosen.entry);
  if (meant.length === 1 || !(mustName || isWide)) return { kind: "hosts", hosts: meant };
  const choices = meant
    .slice(0, maxChoices)
    .map((host) => ({ label: host, value: host, hint: null }));
  return {
    kind: "ask",
    ambiguity: {
      key: questionKey({ about: "host", intent: index }),
      question: `On which host: ${chosen.entry.name}?`,
      choices: [...choices, { label: `All ${meant.length}`, value: meant.join(","), hint: null }],
    },
  };
}

function coversAll(entry: CatalogEntry): boolean {
  return (
    entry.kind !== "playbook" || entry.hostPatterns.some((pattern) => /^(?:all|\*)$/.test(pattern))
  );
}

function refused(message: string): Extract<Obstacle, { kind: "refused" }> {
  return { kind: "refused", message };
}

function listWords(words: readonly string[]): string {
  return words.length > 4
    ? `${words.slice(0, 4).join(", ")} and ${words.length - 4} more`
    : words.join(", ");
}
