import { baseName, folderOf, foldersUp, stemOf } from "#server/ansible/repository-paths.ts";
import type { Verb } from "#server/contracts/request.ts";
import { isGenericName } from "#server/language/generic-names.ts";
import { leadingVerb, verbInName } from "#server/language/verbs.ts";
import { compact, wordsOf } from "#server/language/words.ts";
import { slugify } from "#server/lib/ids.ts";

/** What a file's name and title say about it. */
export interface Identity {
  readonly service: string | null;
  readonly verbs: readonly Verb[];
}

/**
 * Derives service and verbs from a playbook's path and its plays' names, for files without metadata:
 * `uptime-kuma/add-portals.yml` configures uptime-kuma, `backup_jellyfin.yml` backs jellyfin up.
 *
 */
export function identify(path: string, titles: readonly string[], names: KnownNames): Identity {
  const parts = partsOf(stemOf(path));
  const folders = foldersUp(folderOf(path)).map(baseName).filter(Boolean).slice(0, 3);
  const own = names.isProduct(parts.join("")) ? [] : verbsInParts(parts);
  const titled = titles.slice(0, 1).flatMap((title) => titleVerb(title));
  const foldered = verbsInParts(partsOf(folders[0] ?? ""));
  const found = [own, titled, foldered].find((list) => list.length > 0) ?? [];
  return { service: serviceFrom(parts, folders, names), verbs: [...new Set(found)] };
}

/** Compact names that are services: products of the thesaurus, and those with the repository's own roles. */
export interface KnownNames {
  isProduct(compactName: string): boolean;
  isKnown(compactName: string): boolean;
}

/** "restart-vaultwarden" begins with its verb; else the last one counts: "codex-update-check" checks. */
function verbsInParts(parts: readonly string[]): Verb[] {
  const verbs = parts.map((part, at) => verbInName(part, at === parts.length - 1));
  const first = verbs[0] ?? null;
  if (first !== null && parts.length > 1) return [first];
  const last = verbs.findLast((verb) => verb !== null) ?? null;
  return last === null ? [] : [last];
}

function titleVerb(title: string): Verb[] {
  const found = leadingVerb(title.toLowerCase().trim());
  return found === null ? [] : [found.verb];
}

function partsOf(name: string): string[] {
  const spaced = name.replace(/^\d+[-_.\s]*/, "").replace(/_/g, " ");
  return wordsOf(spaced)
    .map((word) => word.text)
    .filter((part) => part !== "playbook" && part !== "pb" && part !== "yml");
}

function serviceFrom(
  parts: readonly string[],
  folders: readonly string[],
  names: KnownNames,
): string | null {
  if (names.isProduct(parts.join(""))) return parts.join("-");
  const object = parts.filter(
    (part, at) =>
      verbInName(part, at === parts.length - 1) === null &&
      !isGenericName(part) &&
      !/^\d+$/.test(part),
  );
  const objectName = object.join("-");
  if (objectName !== "" && names.isKnown(object.join(""))) return objectName;
  const folder =
    folders
      .filter((name) => name !== "ansible")
      .find((name) => names.isKnown(compact(name)) || !isGenericFolder(name)) ?? "";
  if (folder !== "" && (objectName === "" || names.isKnown(compact(folder))))
    return slugify(folder);
  return longestKnown(object, names.isKnown) ?? (objectName === "" ? null : objectName);
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

/** Names of images that say nothing without their owner's: "fireflyiii/core". */
const partNames = new Set(
  "core web backend frontend api server app main latest runner worker".split(" "),
);

/** "docker.io/louislam/uptime-kuma:1" names "uptime-kuma"; templates and digests are dropped. */
export function imageName(image: string): string | null {
  const path = image
    .replace(/\{\{.*?\}\}/g, "")
    .replace(/@.*$/, "")
    .replace(/:[^/]*$/, "");
  const parts = path.split("/").map(slugify);
  const last = parts.at(-1) ?? "";
  const name = partNames.has(last) && parts.length > 1 ? (parts.at(-2) ?? "") : last;
  return name.length > 2 && !isGenericName(name) && !/^(?:docker-io|ghcr-io|quay-io)$/.test(name)
    ? name
    : null;
}
