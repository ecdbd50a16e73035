import type { InventoryHost } from "#server/contracts/host.ts";
import { mixesAlphabets } from "./near-names.ts";
import { escapeRegExp } from "./read-parameters.ts";

/** Places that a text names. */
export interface Places {
  /** Hosts of the inventory, in its order; empty when none is named. */
  readonly hosts: readonly string[];
  /** "except pi": hosts to leave out of whatever is meant. */
  readonly excluded: readonly string[];
  /** "everywhere", "on all servers": every host that fits. */
  readonly all: boolean;
  /** Words in the position of a machine that are none, as written. */
  readonly unknown: readonly string[];
}

const exceptWord =
  /\b(?:except(?: for| on)?|excluding|but not(?: on| for)?|other than|apart from|all but|not on|without)\b\s*/giu;
const listed =
  /^(?:(?:the|host|hosts|server|machine|group|on|for) )*(["'\p{L}\p{N}][\p{L}\p{N}_."'-]*(?:(?:, ?| and |, and | or )(?:the |on )?[\p{L}\p{N}][\p{L}\p{N}_."'-]*)*)/iu;

/** Reads the hosts and groups that a text names as places: "on nas1", "to homelab", "on all servers except pi". */
export function findPlaces(text: string, inventory: readonly InventoryHost[]): Places {
  const exceptions = readExceptions(text, inventory);
  const { wanted, excluded } = exceptions;
  const named = namedHosts(wanted, inventory);
  const hosts = named.filter((host) => !excluded.includes(host));
  const all = named.length === 0 && meansAll(wanted);
  return {
    hosts,
    excluded,
    all,
    unknown: [...new Set([...unknownPlaces(wanted, inventory), ...exceptions.unknown])],
  };
}

/** Takes "except pi and nas1" out of a text. "without" and its like before anything but machines stays where it is. */
function readExceptions(
  text: string,
  inventory: readonly InventoryHost[],
): { wanted: string; excluded: string[]; unknown: string[] } {
  let wanted = text;
  const excluded = new Set<string>();
  const unknown: string[] = [];
  for (const match of text.matchAll(exceptWord)) {
    const behind = text.slice(match.index + match[0].length);
    const list = listed.exec(behind);
    const names = (list?.[1] ?? "")
      .split(/, ?| and | or /)
      .map((name) => name.replace(/["'.]+$/, ""));
    const hosts = names.flatMap((name) => hostsCalled(name, inventory));
    for (const host of hosts) excluded.add(host);
    const strange = names.filter((name) => hostsCalled(name, inventory).length === 0);
    if (hosts.length > 0) wanted = wanted.replace(match[0] + (list?.[0] ?? ""), " ");
    else unknown.push(...strange.filter((name) => /^\p{L}+[\p{L}_.-]*\d+$/u.test(name)));
  }
  return { wanted, excluded: [...excluded], unknown };
}

/** The host of that name, or the hosts of the group of that name. */
function hostsCalled(name: string, inventory: readonly InventoryHost[]): string[] {
  const wanted = name.toLowerCase();
  return inventory
    .filter((host) => [host.name, ...host.groups].some((known) => known.toLowerCase() === wanted))
    .map((host) => host.name);
}

function meansAll(text: string): boolean {
  return /\beverywhere\b|\b(?:on|onto|to|for|across|over) (?:all|every|each)(?: (?:of )?(?:the |my |our )?(?:hosts?|servers?|machines?|nodes?|boxes|computers?|them))?(?=[\s,.;!?]*(?:$|[,.;!?]|\b(?:and|with|at|using|then|please)\b))/i.test(
    text,
  );
}

function namedHosts(text: string, inventory: readonly InventoryHost[]): string[] {
  const lower = text.toLowerCase();
  const isNamed = (host: InventoryHost): boolean =>
    isMentioned(lower, host.name) ||
    host.groups.some(
      (group) => group !== "ungrouped" && group !== "all" && isMentioned(lower, group, true),
    );
  return inventory.filter(isNamed).map((host) => host.name);
}

const machineWord = "(?:the )?(?:hosts?|servers?|machines?|nodes?|box|boxes|computers?|group)";
const nameLike = "[\\p{L}\\p{N}][\\p{L}\\p{N}_.-]*";
const machineLike = new RegExp(
  [
    `\\b(?:(?:on|onto|at) ${machineWord}(?: (?:named|called))?|(?:to|for|from) ${machineWord} (?:named|called)) ["']?(${nameLike})`,
    `\\b(?:on|onto) (?:the )?["']?(\\p{L}[\\p{L}\\p{N}_.-]*\\d[\\p{L}\\p{N}_.-]*|[\\p{L}\\p{N}-]+\\.(?:local|lan|home|internal))(?![\\p{L}\\p{N}])`,
    `\\b(?:on|onto|to) (?:the )?["']?(\\S*\\p{L}\\S*)`,
  ].join("|"),
  "giu",
);
/** What may stand behind "the host" without naming one. */
const noName = new Set(
  "is are and or with that which where in of to at on for as it its itself all everything please too".split(
    " ",
  ),
);

function unknownPlaces(text: string, inventory: readonly InventoryHost[]): string[] {
  const known = new Set(
    inventory.flatMap((host) => [host.name, ...host.groups]).map((name) => name.toLowerCase()),
  );
  const found: string[] = [];
  for (const match of text.matchAll(machineLike)) {
    const word = (match[1] ?? match[2] ?? match[3] ?? "").replace(/["'.,;:!?)]+$/u, "");
    const isNamed = match[3] === undefined || mixesAlphabets(word);
    if (isNamed && word !== "" && !known.has(word.toLowerCase()) && !noName.has(word.toLowerCase()))
      found.push(word);
  }
  return [...new Set(found)];
}

/** Words that close such a sentence without naming a machine. */
const noMachine = new Set(
  `all everything everywhere it them latest me us now today demand startup boot reboot login time port
  docker podman kubernetes k8s schedule again too please`.split(/\s+/),
);

/**
 * The word that closes "deploy kuma to mars" or "restart kuma on mars", where a machine is meant: a place that was not
 * found in the inventory must not be taken for any other. `known` holds words that mean something else there, such as
 * those of the service.
 */
export function findUnknownPlace(text: string, known: ReadonlySet<string>): string | null {
  const match =
    /(?:\b(?:deploy|install|put|set up|roll out)\b.*\b(?:to|onto|on)|\bon) (?:the )?(?:host |server |machine )?(\p{L}[\p{L}\p{N}_.-]*?)[\s.!?]*$/u.exec(
      text.toLowerCase(),
    );
  const word = match?.[1];
  return word === undefined || noMachine.has(word) || known.has(word) ? null : word;
}

/** True for a text in lower case that names a place: one of letters alone, which may mean anything, behind a preposition. */
export function namesPlace(text: string, name: string): boolean {
  return isMentioned(text, name, !/[\d.]/.test(name));
}

/** A host may stand anywhere; a group, whose name is often an everyday word, only after a preposition. */
function isMentioned(text: string, name: string, afterPreposition = false): boolean {
  const prefix = afterPreposition
    ? "(?:on|to|onto|at|for|in|across|over|against) (?:[\\p{L}\\p{N}_.-]+(?:, ?| and |, and )(?:on )?){0,5}(?:the |all |every |each |my |group )*"
    : "";
  const wanted = name.toLowerCase();
  // Inventories name thousands of hosts, and few stand in a message.
  if (!text.includes(wanted)) return false;
  return new RegExp(
    `(?<![\\p{L}\\p{N}_.-])${prefix}${escapeRegExp(wanted)}(?![\\p{L}\\p{N}_-])`,
    "u",
  ).test(text);
}
