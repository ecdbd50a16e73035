import { isMap, isSeq, LineCounter, parseDocument } from "yaml";
import type { Requirement } from "#server/contracts/dependency.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import { isPlaybook } from "./play.ts";
import { baseName, folderOf, joinPath, leftOutReason, pathKind } from "./repository-paths.ts";
import { type ItemPlace, readCollectionItem, readRoleItem } from "./requirement-item.ts";
import type { Tree, TreeReader } from "./tree.ts";
import { asList, isMapping } from "./values.ts";
import type { YamlFile } from "./yaml-file.ts";

/** What a repository asks for, in the order of its files. */
export interface ReadRequirements {
  readonly requirements: readonly Requirement[];
  readonly warnings: readonly ScanWarning[];
}

const maxRequirements = 500;
const maxFiles = 200;
/** In longer files items are not looked for line by line: their warnings name the file alone. */
const maxLocatedText = 100_000;
const fileName = /^(?:(?:ansible|galaxy|roles?|collections?)[-_.])?requirements\.ya?ml$/;

/**
 * Reads every requirements file in the usual places (root, `roles/`, `collections/`, and the same in projects below)
 * and the `meta` of roles. What cannot be read becomes a warning with its line. Pure; at most 500 are kept.
 *
 * @param roleFolders folders of the tree's own roles
 */
export function readRequirements(tree: Tree, roleFolders: readonly string[]): ReadRequirements {
  const reading: Reading = { tree, requirements: [], warnings: [], seen: new Set() };
  for (const path of requirementFiles(tree, roleFolders)) readFile(reading, path, "file");
  for (const folder of roleFolders) readMeta(reading, folder === "" ? "" : `${folder}/`);
  return {
    requirements: reading.requirements.slice(0, maxRequirements),
    warnings: reading.warnings,
  };
}

interface Reading {
  readonly tree: TreeReader;
  readonly requirements: Requirement[];
  readonly warnings: ScanWarning[];
  readonly seen: Set<string>;
}

/** Paths of requirements files that Ansible users expect to be read, root first. */
export function requirementFiles(tree: Tree, roleFolders: readonly string[]): string[] {
  const projects = new Set(["", ...projectFolders(tree)]);
  const inRole = new Set(roleFolders.filter((folder) => folder !== ""));
  return tree.shape.paths
    .filter((path) => {
      if (!fileName.test(baseName(path)) || leftOutReason(path) !== null) return false;
      const folder = folderOf(path);
      if (inRole.has(folder)) return false;
      const above = /(?:^|\/)(?:roles|collections)$/.test(folder) ? folderOf(folder) : folder;
      return projects.has(above) || projects.has(folder);
    })
    .sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}

const depthOf = (path: string) => path.split("/").length;

/** Folders with an `ansible.cfg`, with `roles/` or `collections/`, or with playbooks. */
function projectFolders(tree: Tree): Set<string> {
  const found = new Set<string>();
  for (const folder of tree.shape.folders) {
    if (/^(?:roles|collections)$/.test(baseName(folder))) found.add(folderOf(folder));
  }
  for (const path of tree.shape.paths) {
    const folder = folderOf(path);
    if (found.has(folder)) continue;
    if (baseName(path) === "ansible.cfg" || isPlaybookBeside(tree, path)) found.add(folder);
  }
  return found;
}

function isPlaybookBeside(tree: Tree, path: string): boolean {
  if (pathKind(path) !== "yaml" || leftOutReason(path) !== null) return false;
  return hasRequirements(tree, folderOf(path)) && isPlaybook(tree.yaml(path)?.documents[0]);
}

/** Only there does it matter whether the folder holds playbooks. */
function hasRequirements(tree: Tree, folder: string): boolean {
  const at = folder === "" ? "" : `${folder}/`;
  return ["requirements.yml", "requirements.yaml"].some((name) => tree.has(at + name));
}

function readMeta(reading: Reading, prefix: string): void {
  const { tree } = reading;
  for (const name of ["meta/main.yml", "meta/main.yaml"]) {
    const path = prefix + name;
    const file = tree.has(path) ? tree.yaml(path) : null;
    const document = file?.documents[0];
    if (file === null || !isMapping(document)) continue;
    if (asList(document["dependencies"]).length + asList(document["collections"]).length === 0)
      continue;
    const lines = itemLines(file, tree.text(path) ?? "");
    readList(reading, asList(document["dependencies"]), {
      place: { path, origin: "meta" },
      lines: lines.dependencies,
    });
    readCollections(reading, asList(document["collections"]), {
      place: { path, origin: "meta" },
      lines: lines.collections,
    });
  }
  for (const name of ["meta/requirements.yml", "meta/requirements.yaml"]) {
    if (tree.has(prefix + name)) readFile(reading, prefix + name, "meta");
  }
}

function readFile(reading: Reading, path: string, origin: ItemPlace["origin"]): void {
  if (reading.seen.has(path) || reading.seen.size > maxFiles) return;
  reading.seen.add(path);
  const file = reading.tree.yaml(path);
  if (file === null) return;
  reading.warnings.push(...file.warnings);
  // Ansible reads none of a broken file, and half of one would be a surprise.
  if (file.brokenAt !== null) return;
  const [document] = file.documents;
  const lines = itemLines(file, reading.tree.text(path) ?? "");
  const place = { path, origin };
  if (Array.isArray(document)) readList(reading, document, { place, lines: lines.top });
  else if (isMapping(document)) {
    readList(reading, asList(document["roles"]), { place, lines: lines.roles });
    readCollections(reading, asList(document["collections"]), { place, lines: lines.collections });
  } else if (document !== undefined && document !== null) {
    reading.warnings.push({ path, line: 1, message: "Neither a list of roles nor a mapping." });
  }
}

interface Listed {
  readonly place: Omit<ItemPlace, "line">;
  /** Line of each item, by its index. */
  readonly lines: readonly number[];
}

function readList(reading: Reading, items: readonly unknown[], { place, lines }: Listed): void {
  for (const [index, item] of items.entries()) {
    const line = lines[index] ?? null;
    const include = isMapping(item) ? item["include"] : undefined;
    if (typeof include === "string") {
      readInclude(reading, include, { ...place, line });
      continue;
    }
    const requirement = readRoleItem(item, { ...place, line });
    if (requirement !== null) reading.requirements.push(requirement);
    else warn(reading, { ...place, line }, "This item names no role.");
  }
}

function readCollections(
  reading: Reading,
  items: readonly unknown[],
  { place, lines }: Listed,
): void {
  for (const [index, item] of items.entries()) {
    const line = lines[index] ?? null;
    const requirement = readCollectionItem(item, { ...place, line });
    if (requirement !== null) reading.requirements.push(requirement);
    else warn(reading, { ...place, line }, "This item names no collection.");
  }
}

function readInclude(reading: Reading, include: string, place: ItemPlace): void {
  const path = [joinPath(folderOf(place.path), include), joinPath("", include)].find(
    (candidate) => candidate !== null && reading.tree.has(candidate),
  );
  if (path == null) warn(reading, place, `Includes ${include}, which is not in the repository.`);
  else readFile(reading, path, place.origin);
}

function warn(reading: Reading, { path, line }: ItemPlace, message: string): void {
  reading.warnings.push({ path, line, message: message.slice(0, 300) });
}

interface ItemLines {
  readonly top: readonly number[];
  readonly roles: readonly number[];
  readonly collections: readonly number[];
  readonly dependencies: readonly number[];
}

const nowhere: ItemLines = { top: [], roles: [], collections: [], dependencies: [] };
/** Files that are kept between scans are looked through once. */
const located = new WeakMap<YamlFile, ItemLines>();

function itemLines(file: YamlFile, text: string): ItemLines {
  const known = located.get(file);
  if (known !== undefined) return known;
  const lines = text.length > maxLocatedText ? nowhere : locateItems(text);
  located.set(file, lines);
  return lines;
}

/** On which lines the items of the lists stand. The text was read before: it is bounded and no alias is followed. */
function locateItems(text: string): ItemLines {
  const counter = new LineCounter();
  const { contents } = parseDocument(text, {
    version: "1.1",
    uniqueKeys: false,
    logLevel: "silent",
    lineCounter: counter,
  });
  const of = (list: unknown): number[] => {
    if (!isSeq(list)) return [];
    const starts = list.items as readonly { readonly range?: readonly number[] | null }[];
    return starts.map((item) => counter.linePos(item?.range?.[0] ?? 0).line);
  };
  const below = (key: string): number[] => (isMap(contents) ? of(contents.get(key, true)) : []);
  return {
    top: of(contents),
    roles: below("roles"),
    collections: below("collections"),
    dependencies: below("dependencies"),
  };
}

const coreCollections = new Set(["ansible.builtin", "ansible.legacy"]);

/** Collections whose modules are named in full: "community.docker.docker_container" needs "community.docker". */
export function collectionsOfModules(modules: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const module of modules) {
    const name = /^([a-z_]\w*\.[a-z_]\w*)\.[\w.]+$/.exec(module)?.[1];
    if (name !== undefined && !coreCollections.has(name)) found.add(name);
  }
  return [...found].sort();
}
