import type { InventoryHost } from "#server/contracts/host.ts";
import { escapeRegExp } from "./read-parameters.ts";

/**
 * Hosts and groups of the inventory that the request names as a place ("on nas1", "to homelab"), as host names.
 * `unknown` holds a word in such a position that looks like a machine but is none.
 */
export function findTargets(
  text: string,
  inventory: readonly InventoryHost[],
): { hosts: string[]; unknown: string[] } {
  const lower = text.toLowerCase();
  const hosts = new Set<string>();
  for (const host of inventory) {
    if (isMentioned(lower, host.name)) hosts.add(host.name);
    for (const group of host.groups) {
      if (group !== "ungrouped" && group !== "all" && isMentioned(lower, group, true))
        hosts.add(host.name);
    }
  }
  const known = new Set(
    inventory.flatMap((host) => [host.name, ...host.groups]).map((name) => name.toLowerCase()),
  );
  const unknown = [
    ...lower.matchAll(
      /\b(?:on|onto) (?:the )?(?:host |server |machine )?([a-z][a-z0-9.-]*\d[a-z0-9.-]*|[a-z0-9-]+\.(?:local|lan|home))\b/g,
    ),
  ]
    .map((match) => match[1] ?? "")
    .filter((name) => !known.has(name));
  return { hosts: inventory.map((host) => host.name).filter((name) => hosts.has(name)), unknown };
}

/** Words that close such a sentence without naming a machine. */
const noMachine = new Set(["all", "everything", "everywhere", "it", "them", "latest", "me", "us"]);

/**
 * The word that closes "deploy kuma to mars" where a machine is meant: a place that was not found in the inventory must
 * not be taken for any other. `known` holds words that mean something else there, such as those of the service.
 */
export function findUnknownPlace(text: string, known: ReadonlySet<string>): string | null {
  const match =
    /\b(?:deploy|install|put|set up|roll out)\b.*\b(?:to|onto) (?:the )?(?:host |server |machine )?([a-z][\w.-]*?)[\s.!?]*$/.exec(
      text.toLowerCase(),
    );
  const word = match?.[1];
  return word === undefined || noMachine.has(word) || known.has(word) ? null : word;
}

/** A host may stand anywhere; a group, whose name is often an everyday word, only after a preposition. */
function isMentioned(text: string, name: string, afterPreposition = false): boolean {
  const prefix = afterPreposition ? "(?:on|to|onto|at|for|in) (?:the |all |every )?" : "";
  return new RegExp(`(?<![\\w.-])${prefix}${escapeRegExp(name.toLowerCase())}(?![\\w-])`).test(
    text,
  );
}
