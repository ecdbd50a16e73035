import type { Requirement, SourceType } from "#server/contracts/dependency.ts";
import { baseName, folderOf, joinPath } from "./repository-paths.ts";
import { asText, isMapping, type Mapping } from "./values.ts";

/** Where an item of a requirements file stands. */
export interface ItemPlace {
  readonly path: string;
  readonly line: number | null;
  readonly origin: "file" | "meta";
}

const addressPattern = /^(?:git\+|hg\+)?(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|[\w.-]+@[^:/\s]+:)/;

/**
 * Reads one item of a list of roles: a name, "src,version,name", or a mapping with `src`, `scm`, `version`, `name`
 * (in a role's `meta` also `role`).
 *
 * @returns null when it names nothing
 */
export function readRoleItem(item: unknown, place: ItemPlace): Requirement | null {
  const { src, scm, version, name } = roleParts(item);
  if (src === null) return null;
  const [kind, address] = splitScheme(src, scm);
  const type = typeOfRole(kind, address);
  return {
    kind: "role",
    name: name ?? nameOfAddress(address),
    type,
    source: type === "file" ? insideTree(address, place.path) : withoutPassword(address),
    server: null,
    version,
    ...place,
  };
}

interface RoleParts {
  readonly src: string | null;
  readonly scm: string | null;
  readonly version: string | null;
  readonly name: string | null;
}

function roleParts(item: unknown): RoleParts {
  if (typeof item === "string") {
    const [src = "", version = "", name = ""] = item.split(",").map((part) => part.trim());
    return { src: src || null, scm: null, version: version || null, name: name || null };
  }
  if (!isMapping(item)) return { src: null, scm: null, version: null, name: null };
  const named = textOf(item, "name") ?? textOf(item, "role");
  const given = textOf(item, "src") ?? named;
  // "src: address,version" is older than the key of its own, and still read.
  const [src = "", inline = ""] = (given ?? "").split(",").map((part) => part.trim());
  return {
    src: src || null,
    scm: textOf(item, "scm"),
    version: textOf(item, "version") ?? (inline || null),
    name: textOf(item, "src") === null ? null : named,
  };
}

function textOf(item: Mapping, key: string): string | null {
  return asText(item[key])?.trim() || null;
}

/** "git+https://…" is git by its first word; without one, what ends in `.git` is git as well. */
function splitScheme(src: string, scm: string | null): [scm: string | null, address: string] {
  const prefixed = /^(git|hg)\+(.*)$/.exec(src);
  if (prefixed !== null) return [prefixed[1] ?? null, prefixed[2] ?? ""];
  if (scm !== null) return [scm, src];
  const isGit = /^(?:git|ssh):\/\//.test(src) || /^[\w.-]+@[^:/\s]+:/.test(src);
  // Ansible takes these two for git itself: they offer tarballs at other addresses.
  const isForge = /^https?:\/\/(?:www\.)?github\.com\//.test(src) && !/\.tar\.gz$/.test(src);
  return [isGit || isForge || /\.git$/.test(src) ? "git" : null, src];
}

function typeOfRole(scm: string | null, address: string): SourceType {
  if (scm === "git" || scm === "hg") return scm;
  if (/^https?:\/\//.test(address)) return "url";
  return isPath(address) ? "file" : "galaxy";
}

function isPath(text: string): boolean {
  return /^(?:\.{0,2}\/|file:|~)/.test(text) || /\.tar\.gz$|\.tgz$/.test(text);
}

/** Reads one item of a list of collections: a name, address or path, or a mapping with `name`, `type`, `source`. */
export function readCollectionItem(item: unknown, place: ItemPlace): Requirement | null {
  const mapping: Mapping = isMapping(item) ? item : { name: item };
  const name = textOf(mapping, "name");
  const source = textOf(mapping, "source");
  const given = name ?? source;
  if (given === null) return null;
  const isName = name !== null && /^\w+\.\w+$/.test(name);
  const type = typeOfCollection(textOf(mapping, "type"), isName ? null : given, source);
  const version = textOf(mapping, "version");
  if (type !== "galaxy") {
    const pointer = isName && source !== null ? source : given;
    return collectionFrom(pointer, { type, version, name: isName ? name : null, place });
  }
  return {
    kind: "collection",
    name: given,
    type,
    source: given,
    server: source === null ? null : withoutPassword(source),
    version: anyVersion(version),
    ...place,
  };
}

/** A collection from an address or path of its own. */
function collectionFrom(
  pointer: string,
  said: { type: SourceType; version: string | null; name: string | null; place: ItemPlace },
): Requirement {
  const { type, version, name, place } = said;
  const [address, inline] = splitVersion(pointer);
  const isLocal = type === "file" || type === "dir" || type === "subdirs";
  const plain = withoutPassword(address.replace(/^git\+/, ""));
  return {
    kind: "collection",
    name: name ?? nameOfAddress(address),
    type,
    source: isLocal ? insideTree(address, place.path) : plain,
    server: null,
    version: anyVersion(version ?? inline),
    ...place,
  };
}

/** "*" is what is meant without a version as well. */
function anyVersion(version: string | null): string | null {
  return version === "*" ? null : version;
}

function typeOfCollection(
  asked: string | null,
  pointer: string | null,
  source: string | null,
): SourceType {
  switch (asked) {
    case "git":
    case "url":
    case "file":
    case "dir":
    case "subdirs":
    case "galaxy":
      return asked;
    default:
      return inferCollectionType(
        pointer ?? (/^git\+|\.git$|^git@/.test(source ?? "") ? source : null),
      );
  }
}

function inferCollectionType(pointer: string | null): SourceType {
  if (pointer === null) return "galaxy";
  if (/^(?:git\+|git@|git:|ssh:)/.test(pointer) || /\.git(?:[#,]|$)/.test(pointer)) return "git";
  if (/^https?:\/\//.test(pointer)) return "url";
  if (/\.tar\.gz$/.test(pointer)) return "file";
  return /[/~]|^\./.test(pointer) ? "dir" : "galaxy";
}

/** A git address may end in ",version". */
function splitVersion(address: string): [address: string, version: string | null] {
  const match = /^(.*?),([^,/]+)$/.exec(address);
  return match === null ? [address, null] : [match[1] ?? address, match[2] ?? null];
}

/** What an address ends in: the folder that Ansible would make of it. */
export function nameOfAddress(address: string): string {
  if (!addressPattern.test(address) && !address.includes("/")) return address;
  const path = address.replace(/[#?].*$/, "").replace(/\/+$/, "");
  return baseName(path.replaceAll(":", "/")).replace(/\.(?:git|tar\.gz|tgz)$/, "");
}

/** A path as it lies in the tree, from the folder of the file that names it; one that leads out stays as written. */
function insideTree(path: string, file: string): string {
  const plain = path.replace(/^file:(?:\/\/)?/, "");
  return joinPath(folderOf(file), plain) ?? plain;
}

/** Addresses are shown, logged and locked: what stands before the host is not part of them. */
function withoutPassword(address: string): string {
  return address.replace(/^([a-z+]+:\/\/)[^@/\s]*:[^@/\s]*@/i, "$1***@");
}
