import type { Verb } from "#server/contracts/request.ts";
import { slugify } from "#server/lib/ids.ts";
import { baseName, folderOf, stemOf } from "./repository-paths.ts";
import { leadingVerb, verbInName } from "./verbs.ts";
import { compact, wordsOf } from "./words.ts";

/** What a file's name and title say about it. */
export interface Identity {
  readonly service: string | null;
  readonly verbs: readonly Verb[];
}

const genericNames = new Set(
  `site main playbook playbooks all run index default setup install deploy deployment ansible plays play services
  service server servers roles role homelab infra infrastructure provision bootstrap local localhost common base
  hosts host inventory tasks task misc maintenance ops operations utils tools apps applications stacks containers
  docker production staging prod dev test master system book requirements tag full everything init initial
  src contrib examples example book books yml yaml linux debian ubuntu manage ctl`.split(/\s+/),
);

/** True for a name that says nothing about a service: "site", "deploy", "playbooks". */
export function isGenericName(name: string): boolean {
  return genericNames.has(name);
}

/**
 * Derives service and verbs from a playbook's path and its plays' names, for files without metadata:
 * `uptime-kuma/add-portals.yml` configures uptime-kuma, `backup_jellyfin.yml` backs jellyfin up.
 *
 * @param isKnown whether a compact name is a service of the thesaurus or the repository's roles
 */
export function identify(
  path: string,
  titles: readonly string[],
  isKnown: (compactName: string) => boolean,
): Identity {
  const stemParts = partsOf(stemOf(path));
  const folder = baseName(folderOf(path));
  const verbs = isKnown(stemParts.join(""))
    ? []
    : stemParts.flatMap((part) => verbInName(part) ?? []);
  const titleVerbs = titles.slice(0, 1).flatMap((title) => titleVerb(title));
  const folderVerbs = partsOf(folder).flatMap((part) => verbInName(part) ?? []);
  const service = serviceFrom(stemParts, folder, isKnown);
  const found = [verbs, titleVerbs, folderVerbs].find((list) => list.length > 0) ?? [];
  return { service, verbs: [...new Set(found)] };
}

function titleVerb(title: string): Verb[] {
  const found = leadingVerb(title.toLowerCase().trim());
  return found === null ? [] : [found.verb];
}

function partsOf(name: string): string[] {
  const parts = wordsOf(name.replace(/^\d+[-_.\s]*/, "").replace(/_/g, " ")).map(
    (word) => word.text,
  );
  return parts.filter((part) => part !== "playbook" && part !== "pb" && part !== "yml");
}

function serviceFrom(
  stemParts: readonly string[],
  folder: string,
  isKnown: (compactName: string) => boolean,
): string | null {
  const whole = stemParts.join("-");
  if (isKnown(stemParts.join(""))) return whole;
  const object = stemParts.filter((part) => verbInName(part) === null && !isGenericName(part));
  const objectName = object.join("-");
  if (objectName !== "" && isKnown(object.join(""))) return objectName;
  const folderKnown = isKnown(compact(folder));
  if (folder !== "" && (folderKnown || (objectName === "" && !isGenericFolder(folder)))) {
    return slugify(folder);
  }
  const inside = longestKnown(object, isKnown);
  if (inside !== null) return inside;
  return objectName === "" ? null : objectName;
}

function isGenericFolder(folder: string): boolean {
  return partsOf(folder).every((part) => isGenericName(part) || verbInName(part) !== null);
}

/** The longest run of name parts that is a known service: "my-jellyfin-server" holds "jellyfin". */
function longestKnown(
  parts: readonly string[],
  isKnown: (compactName: string) => boolean,
): string | null {
  for (let length = parts.length - 1; length > 0; length--) {
    for (let start = 0; start + length <= parts.length; start++) {
      const run = parts.slice(start, start + length);
      if (run.join("").length > 3 && isKnown(run.join(""))) return run.join("-");
    }
  }
  return null;
}

/** "docker.io/louislam/uptime-kuma:1" names "uptime-kuma"; templates and digests are dropped. */
export function imageName(image: string): string | null {
  const path = image
    .replace(/\{\{.*?\}\}/g, "")
    .replace(/@.*$/, "")
    .replace(/:[^/]*$/, "");
  const name = slugify(path.split("/").at(-1) ?? "");
  return name.length > 2 && !isGenericName(name) ? name : null;
}
