import { openVariables, parseHostTemplate } from "#server/ansible/host-template.ts";
import { isImplicitLocal } from "#server/ansible/inventory.ts";
import type { Play } from "#server/ansible/play.ts";
import { isTemplated } from "#server/ansible/values.ts";
import type { Need } from "#server/contracts/playbook.ts";
import type { Closure } from "./closure.ts";
import type { ScannedEntry } from "./scan-types.ts";

/** Collections that ansible-core itself brings. */
const coreCollections = new Set(["ansible.builtin", "ansible.legacy"]);
const maxNeeds = 200;

/**
 * What an entry lacks in its repository and Chiffon can get: roles and collections to install, and what is asked for
 * on the card. Inventory and vault are the repository's and are added where those are known.
 *
 * @param modules full names as the ansibleTasks of the closure write them
 */
export function needsOf(
  plays: readonly Play[],
  closure: Closure,
  modules: readonly string[],
): Need[] {
  const used = modules.flatMap((module) => /^(\w+\.\w+)\.\w[\w.]*$/.exec(module)?.[1] ?? []);
  const collections = [...new Set([...closure.foreignCollections, ...used])];
  const needs: Need[] = [
    ...[...closure.missingRoles].map((name) => ({ kind: "role" as const, name })),
    ...collections
      .filter((name) => !coreCollections.has(name))
      .sort()
      .map((name) => ({ kind: "collection" as const, name })),
    ...[...new Set(plays.flatMap(openTargets))].map((name) => ({ kind: "target" as const, name })),
    ...plays
      .flatMap((play) => play.prompts.filter(mustBeAnswered))
      .map(({ name, isSecret }) => ({
        kind: isSecret ? ("secret" as const) : ("answer" as const),
        name,
      })),
  ];
  return uniqueNeeds(needs).slice(0, maxNeeds);
}

function mustBeAnswered({ defaultText, isHashed }: Play["prompts"][number]): boolean {
  return defaultText === null && !isHashed;
}

/** What stands open in a play's hosts: variables without a value, or the whole expression where it computes more. */
function openTargets({ hosts, vars }: Play): string[] {
  if (!isTemplated(hosts)) return [];
  const template = parseHostTemplate(hosts);
  if (template === null) return [hosts.slice(0, 200)];
  return openVariables(template).filter((name) => typeof vars[name] !== "string");
}

/** What the repository around an entry gives and lacks. */
export interface EntrySurroundings {
  /** Collections that are installed for the repository or are its own. */
  hasCollection(name: string): boolean;
  /** A project of the repository has an inventory that could be used or asked for. */
  readonly hasInventory: boolean;
  /** Passwords of encrypted files that an entry's runs read. */
  vaultPasswords(entry: ScannedEntry): readonly Need[];
}

/** The entry with what its repository gives taken from its needs, and what it lacks added. */
export function withSurroundings(entry: ScannedEntry, around: EntrySurroundings): ScannedEntry {
  const left = entry.needs.filter(
    ({ kind, name }) => kind !== "collection" || !around.hasCollection(name),
  );
  const isAlone = entry.kind === "page" || around.hasInventory || actsHereOnly(entry);
  const inventory = isAlone ? [] : [{ kind: "inventory" as const, name: "" }];
  const added = [...inventory, ...around.vaultPasswords(entry)];
  if (added.length === 0 && left.length === entry.needs.length) return entry;
  return { ...entry, needs: [...left, ...added] };
}

/** True for what runs on the agent's own machine alone, which Ansible knows without an inventory. */
export function actsHereOnly({ hostPatterns }: Pick<ScannedEntry, "hostPatterns">): boolean {
  return hostPatterns.length > 0 && hostPatterns.every(isImplicitLocal);
}

/** Needs without repetitions, in their order. */
export function uniqueNeeds(needs: readonly Need[]): Need[] {
  return [...new Map(needs.map((need) => [`${need.kind} ${need.name}`, need])).values()];
}
