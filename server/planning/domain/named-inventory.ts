import type { InventoryHost } from "#server/contracts/host.ts";
import { namesPlace } from "./find-targets.ts";
import { escapeRegExp } from "./read-parameters.ts";

/** An inventory that words may name; its `ref` ends in its path. */
interface NameableInventory {
  readonly ref: string;
  readonly hosts: readonly Pick<InventoryHost, "name">[];
}

/** What folders and files of inventories are called, whatever they are for. */
const generic = new Set(
  "ansible inventory inventories host hosts environment environments env envs all main default".split(
    " ",
  ),
);
const alike: readonly (readonly string[])[] = [
  ["production", "prod", "prd"],
  ["staging", "stage", "stg"],
  ["development", "dev", "devel"],
  ["testing", "test"],
];

/** Words that an inventory goes by: `inventories/production/hosts` is "production", and "prod". */
export function namesOfInventory(path: string): readonly string[] {
  const parts = path
    .toLowerCase()
    .split("/")
    .map((part) => part.replace(/\.(?:ya?ml|ini|toml)$/, ""))
    .flatMap((part) => [part, ...part.split(/[-_.]/)])
    .filter((part) => part.length > 2 && !generic.has(part) && !/^\d+$/.test(part));
  const also = parts.flatMap((part) => alike.find((words) => words.includes(part)) ?? []);
  return [...new Set([...parts, ...also])];
}

/**
 * The inventory that a text names where it is not the one in use: by its path (`-i inventories/production`), by what
 * tells it from the others ("to production"), or by a host that only it has. What the one in use knows stays there.
 *
 * @param inUse its ref; null where a person would have to choose one first
 * @returns its ref, null where none is named, or more than one
 */
export function findNamedInventory(
  text: string,
  inventories: readonly NameableInventory[],
  inUse: string | null,
): string | null {
  if (inventories.length < 2) return null;
  const typed = inventories.filter(({ ref }) => holdsPath(text, ref));
  const called =
    typed.length > 0 ? typed : inventories.filter((one) => isCalled(text, one, inventories));
  const having = called.length > 0 ? called : inventories.filter((one) => hasPlaceOf(text, one));
  if (having.length !== 1 && having.some(({ ref }) => ref === inUse)) return null;
  const [only] = having;
  return having.length !== 1 || only === undefined || only.ref === inUse ? null : only.ref;
}

/** Its path as typed, or the folder it lies in where that has a name of its own. */
function holdsPath(text: string, path: string): boolean {
  const folder = path.split("/").slice(0, -1).join("/");
  const isOwn = folder.includes("/") && namesOfInventory(folder).length > 0;
  return [path, ...(isOwn ? [folder] : [])].some((place) =>
    new RegExp(`(?<![\\w./-])${escapeRegExp(place)}/?(?![\\w./-])`, "i").test(text),
  );
}

function isCalled(
  text: string,
  { ref }: NameableInventory,
  inventories: readonly NameableInventory[],
): boolean {
  const others = inventories.filter((one) => one.ref !== ref);
  const shared = new Set(others.flatMap((one) => namesOfInventory(one.ref)));
  return namesOfInventory(ref).some(
    (name) => !shared.has(name) && standsAsInventory(text.toLowerCase(), escapeRegExp(name)),
  );
}

function standsAsInventory(text: string, name: string): boolean {
  const before = "\\b(?:on|onto|to|in|into|at|for|against|across|with|using)(?: the| my| our)? ";
  return [
    `(?:${before}|-i ?|--inventory[= ])${name}(?![\\w.-])`,
    `(?<![\\w.-])${name} (?:inventory|environment|env)\\b`,
  ].some((pattern) => new RegExp(pattern, "u").test(text));
}

function hasPlaceOf(text: string, { hosts }: NameableInventory): boolean {
  const lower = text.toLowerCase();
  return hosts.some(({ name }) => namesPlace(lower, name));
}
