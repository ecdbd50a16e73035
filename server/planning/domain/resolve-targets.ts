import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import { findTargets, findUnknownPlace } from "./find-targets.ts";
import type { ChosenEntry, Obstacle, PlanInput } from "./plan-input.ts";

type Targets = { readonly kind: "hosts"; readonly hosts: readonly string[] } | Obstacle;

/** The hosts that one entry will change, or what must be asked or said first. */
export function resolveTargets(input: PlanInput, chosen: ChosenEntry, index: number): Targets {
  const { inventory } = input.source;
  if (inventory.length === 0) {
    return {
      kind: "refused",
      message: "The inventory lists no hosts. Add one under Fleet, or to the inventory file.",
    };
  }
  const possible = chosen.playHosts ?? inventory.map((host) => host.name);
  if (possible.length === 0) {
    return {
      kind: "refused",
      message: `${chosen.entry.path} runs on "${chosen.entry.hostPatterns.join(", ")}", and no host of the inventory matches that.`,
    };
  }
  const wanted = wantedHosts(input, chosen, index);
  if (wanted.unknown !== null) {
    return {
      kind: "refused",
      message: `There is no host "${wanted.unknown}" in the inventory of ${input.source.repositoryName}.`,
    };
  }
  if (wanted.hosts.length === 0) return unnamedTargets(chosen, index, possible);
  const hosts = wanted.hosts.filter((host) => possible.includes(host));
  if (hosts.length > 0) return { kind: "hosts", hosts };
  return {
    kind: "refused",
    message: `${chosen.entry.path} runs on ${listWords(possible)}, not on ${listWords(wanted.hosts)}.`,
  };
}

function wantedHosts(
  input: PlanInput,
  chosen: ChosenEntry,
  index: number,
): { hosts: string[]; unknown: string | null } {
  const { inventory } = input.source;
  const answer = input.answers[`host:${index}`];
  if (answer !== undefined) return { hosts: answer.split(","), unknown: null };
  for (const text of [input.rejection ?? "", chosen.intentText, input.requestText]) {
    const found = findTargets(text, inventory);
    if (found.hosts.length > 0 || found.unknown.length > 0) {
      return {
        hosts: found.hosts,
        unknown: found.hosts.length > 0 ? null : (found.unknown[0] ?? null),
      };
    }
  }
  return { hosts: [], unknown: findUnknownPlace(chosen.intentText, ownWords(chosen.entry)) };
}

/** Words that name the entry itself, as "dns" in "deploy the records to dns". */
function ownWords(entry: CatalogEntry): ReadonlySet<string> {
  const names = [entry.name, entry.service ?? "", ...entry.aliases, ...entry.hostPatterns];
  return new Set(names.flatMap((name) => name.toLowerCase().split(/[^a-z0-9.]+/)));
}

/** Nobody named a host: where several could be changed for good, ask; otherwise the play's own hosts are meant. */
function unnamedTargets(chosen: ChosenEntry, index: number, possible: readonly string[]): Targets {
  const lasting: readonly Verb[] = ["deploy", "configure", "remove", "restore"];
  const asks = possible.length > 1 && lasting.includes(chosen.verb) && coversAll(chosen.entry);
  if (!asks) return { kind: "hosts", hosts: possible };
  const choices = possible.slice(0, 7).map((host) => ({ label: host, value: host, hint: null }));
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

function listWords(words: readonly string[]): string {
  return words.length > 4
    ? `${words.slice(0, 4).join(", ")} and ${words.length - 4} more`
    : words.join(", ");
}
