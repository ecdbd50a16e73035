import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import { findPlaces, findUnknownPlace, type Places } from "./find-targets.ts";
import { imitationOf, nearestNames } from "./near-names.ts";
import type { ChosenEntry, Obstacle, PlanInput } from "./plan-input.ts";

type Targets = { readonly kind: "hosts"; readonly hosts: readonly string[] } | Obstacle;

/** The answer that takes none of the hosts offered. */
const noHost = "none";

/** The hosts that one entry will change, or what must be asked or said first. Always hosts of the inventory. */
export function resolveTargets(input: PlanInput, chosen: ChosenEntry, index: number): Targets {
  const { inventory } = input.source;
  if (inventory.length === 0) {
    return refused("The inventory lists no hosts. Add one under Fleet, or to the inventory file.");
  }
  const possible = chosen.playHosts ?? inventory.map((host) => host.name);
  if (possible.length === 0) {
    return refused(
      `${chosen.entry.path} runs on "${chosen.entry.hostPatterns.join(", ")}", and no host of the inventory matches that.`,
    );
  }
  const wish = readWish(input, chosen, index, possible);
  if (wish.kind === "refused") return wish;
  if (wish.unknown !== null) return askWhichHost(input, wish.unknown, index, possible);
  const wanted = wish.hosts ?? (wish.all ? possible : givenHosts(input, chosen));
  const base = wanted ?? (wish.excluded.length > 0 ? possible : null);
  if (base === null) return unnamedTargets(chosen, index, possible);
  const hosts = base.filter((host) => possible.includes(host) && !wish.excluded.includes(host));
  if (hosts.length > 0) return { kind: "hosts", hosts };
  if (wish.excluded.length > 0) return refused("That would leave no host to act on.");
  return refused(`${chosen.entry.path} runs on ${listWords(possible)}, not on ${listWords(base)}.`);
}

/** Hosts of an earlier plan, or those a model read in the words; only what the inventory still has counts. */
function givenHosts({ source }: PlanInput, { given }: ChosenEntry): readonly string[] | null {
  const known = source.inventory.map((host) => host.name);
  return orNull((given?.hosts ?? []).filter((host) => known.includes(host)));
}

/** What is said about places. `hosts` is null when none is named. */
interface Wish {
  readonly kind: "wish";
  readonly hosts: readonly string[] | null;
  readonly excluded: readonly string[];
  readonly all: boolean;
  readonly unknown: string | null;
}

function readWish(
  input: PlanInput,
  chosen: ChosenEntry,
  index: number,
  possible: readonly string[],
): Wish | Extract<Obstacle, { kind: "refused" }> {
  const answer = input.answers[`host:${index}`];
  if (answer === noHost) return refused("Then nothing is planned.");
  if (answer !== undefined) return answeredWish(answer, input);
  const { inventory } = input.source;
  const own = findPlaces(chosen.intentText, inventory);
  const shared = findPlaces(input.requestText, inventory);
  // Words that the request shares among its intents count only where this playbook can follow them.
  const follows =
    chosen.given?.task != null || shared.hosts.some((host) => possible.includes(host));
  const said = [findPlaces(input.rejection ?? "", inventory), own, ...(follows ? [shared] : [])];
  const places = said.find(saysSomething);
  const closing = findUnknownPlace(chosen.intentText, ownWords(chosen.entry));
  return {
    kind: "wish",
    hosts: orNull(places?.hosts ?? []),
    excluded: orNull(places?.excluded ?? []) ?? shared.excluded,
    all: places?.all === true || shared.all,
    unknown: places === undefined ? closing : (places.unknown[0] ?? null),
  };
}

function orNull(names: readonly string[]): readonly string[] | null {
  return names.length > 0 ? names : null;
}

function saysSomething(places: Places): boolean {
  const { hosts, excluded, unknown, all } = places;
  return hosts.length + excluded.length + unknown.length > 0 || all;
}

/** An answer is what a button sent, names parted by commas, or what somebody typed instead. */
function answeredWish(answer: string, { source }: PlanInput): Wish {
  const known = source.inventory.map((host) => host.name);
  const names = answer.split(",").map((name) => name.trim());
  if (names.every((name) => known.includes(name)))
    return { kind: "wish", hosts: names, excluded: [], all: false, unknown: null };
  const spoken = /^(?:on|onto|to|at|for)\b/i.test(answer) ? answer : `on ${answer}`;
  const places = findPlaces(spoken, source.inventory);
  const found = places.hosts.length > 0 || places.all || places.excluded.length > 0;
  return {
    kind: "wish",
    hosts: places.hosts.length > 0 ? places.hosts : null,
    excluded: places.excluded,
    all: places.all,
    unknown: places.unknown[0] ?? (found ? null : answer.slice(0, 60)),
  };
}

/** Words that name the entry itself, as "dns" in "deploy the records to dns". */
function ownWords(entry: CatalogEntry): ReadonlySet<string> {
  const names = [entry.name, entry.service ?? "", ...entry.aliases, ...entry.hostPatterns];
  const described = [entry.description, entry.searchText.slice(0, 2_000)];
  return new Set(
    [...names, ...described].flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}.]+/u)),
  );
}

const mostChoices = 7;

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
  const offered = near.length > 0 ? near : possible.slice(0, mostChoices);
  const written = unknown.slice(0, 60);
  const twin = imitationOf(
    unknown,
    inventory.map((host) => host.name),
  );
  const warning = twin === null ? "" : ` Careful: ${twin}.`;
  return {
    kind: "ask",
    ambiguity: {
      key: `host:${index}`,
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
function unnamedTargets(chosen: ChosenEntry, index: number, possible: readonly string[]): Targets {
  const lasting: readonly Verb[] = ["deploy", "configure", "remove", "restore"];
  const asks = possible.length > 1 && lasting.includes(chosen.verb) && coversAll(chosen.entry);
  if (!asks) return { kind: "hosts", hosts: possible };
  const choices = possible
    .slice(0, mostChoices)
    .map((host) => ({ label: host, value: host, hint: null }));
  return {
    kind: "ask",
    ambiguity: {
      key: `host:${index}`,
      question: `On which host: ${chosen.entry.name}?`,
      choices: [
        ...choices,
        { label: `All ${possible.length}`, value: possible.join(","), hint: null },
      ],
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
