import { opendir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { asList, asText, isMapping, isTemplated, isTruthy } from "#server/ansible/values.ts";
import { maxYamlBytes, readYaml } from "#server/ansible/yaml-file.ts";
import { contentPathOf, isInstalledPath } from "#server/lib/installed-path.ts";

/**
 * Why nobody can say beforehand that a preview changes nothing. *check_mode*: an ansibleTask, block or play that check
 * mode would run for real, or may. *outside*: a role that is not among the files. *unread*: a file that can't be read.
 */
export interface PreviewObstacle {
  readonly kind: "check_mode" | "outside" | "unread";
  /** Its file as the repository knows it. */
  readonly path: string;
  readonly name: string | null;
}

/** The files of a plan's task, and where they lie. */
export interface PreviewedFiles {
  readonly treePath: string;
  /** Where installed roles and collections lie; null without any. */
  readonly contentDir: string | null;
  readonly paths: readonly string[];
  /** An include is only known at run time: every file with ansibleTasks may be used. */
  readonly isOpen: boolean;
}

const maxFiles = 5_000;
const maxObstacles = 50;
const maxDepth = 60;

/**
 * Finds what sets `check_mode` to anything but true in the files that a plan uses, since such tasks run in a preview as
 * they do in earnest, and what could do so unseen. Read as data, nothing is evaluated. At most 50.
 */
export async function findPreviewObstacles(files: PreviewedFiles): Promise<PreviewObstacle[]> {
  const found: PreviewObstacle[] = [];
  const read = await filesToRead(files);
  if (read.size > maxFiles)
    return [{ kind: "unread", path: `one of more than ${maxFiles} files`, name: null }];
  for (const [shown, file] of read) {
    if (found.length >= maxObstacles) break;
    found.push(...(await obstaclesIn(file, shown, files.paths)));
  }
  return found.slice(0, maxObstacles);
}

/** Shown path and place on disk of each file that may hold ansibleTasks. */
async function filesToRead(files: PreviewedFiles): Promise<ReadonlyMap<string, string>> {
  const { treePath, contentDir, paths, isOpen } = files;
  const named = paths.filter(mayHoldTasks).flatMap((shown): [string, string][] => {
    if (!isInstalledPath(shown)) return [[shown, path.join(treePath, shown)]];
    return contentDir === null ? [] : [[shown, path.join(contentDir, contentPathOf(shown))]];
  });
  if (!isOpen) return new Map(named);
  const own = await filesBelow(treePath);
  const installed = contentDir === null ? [] : await filesBelow(contentDir);
  const holdTasks = installed.filter(([shown]) => inTaskFolder.test(shown));
  return new Map([...named, ...own, ...holdTasks]);
}

async function filesBelow(root: string): Promise<[shown: string, file: string][]> {
  const found: [string, string][] = [];
  for await (const [shown, file] of walk(root)) if (found.push([shown, file]) > maxFiles) break;
  return found;
}

async function* walk(root: string): AsyncGenerator<[shown: string, file: string]> {
  for await (const entry of await opendir(root, { recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const shown = path.relative(root, file);
    const isFile = entry.isFile() || entry.isSymbolicLink();
    if (isFile && mayHoldTasks(shown)) yield [shown, file];
  }
}

const inTaskFolder = /(?:^|\/)(?:tasks|handlers)\//;
const isData = /(?:^|\/)(?:files|templates|group_vars|host_vars|\.git)\//;

/** Ansible takes tasks from any file; what it only copies, and variables, hold none. */
function mayHoldTasks(file: string): boolean {
  if (inTaskFolder.test(file)) return true;
  return /(?:\.ya?ml|\.json|(?:^|\/)[^./]+)$/.test(file) && !isData.test(file);
}

async function obstaclesIn(
  file: string,
  shown: string,
  paths: readonly string[],
): Promise<PreviewObstacle[]> {
  // A tree holds no link that leads out of it.
  const info = await stat(file).catch(() => null);
  if (info === null || !info.isFile()) return [];
  const unread: PreviewObstacle[] = [{ kind: "unread", path: shown, name: null }];
  if (info.size > maxYamlBytes) return inTaskFolder.test(shown) ? unread : [];
  const text = await readFile(file, "utf8");
  if (text.startsWith("$ANSIBLE_VAULT")) return inTaskFolder.test(shown) ? unread : [];
  // Most files name neither.
  if (!/check_mode|role|dependencies/.test(text)) return [];
  const { documents, warnings } = readYaml(shown, text);
  if (text.includes("check_mode") && (documents.length === 0 || warnings.length > 0)) return unread;
  const off = documents.filter(Array.isArray).flatMap((list) => namesOff(list, 0));
  const outside = documents
    .flatMap((one) => rolesNamed(one, 0))
    .filter((role) => !holds(paths, role));
  return [
    ...off.map((name) => ({ kind: "check_mode" as const, path: shown, name })),
    ...[...new Set(outside)].map((name) => ({ kind: "outside" as const, path: shown, name })),
  ];
}

/** Names of what switches check mode off, or by a template, in plays, blocks and tasks. */
function namesOff(value: unknown, depth: number): (string | null)[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((item) => namesOff(item, depth + 1));
  if (!isMapping(value)) return [];
  const inner = Object.values(value).flatMap((part) => namesOff(part, depth + 1));
  const mode = value["check_mode"];
  return mode === undefined || isTruthy(mode) ? inner : [asText(value["name"]), ...inner];
}

/** Roles that plays, ansibleTasks and other roles name; a template is an open include, and looked at as such. */
function rolesNamed(value: unknown, depth: number): string[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.flatMap((item) => rolesNamed(item, depth + 1));
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const inner = rolesNamed(part, depth + 1);
    if (key === "roles" || key === "dependencies")
      return [...asList(part).flatMap(roleOf), ...inner];
    return /(?:^|\.)(?:include|import)_role$/.test(key) ? [...roleOf(part), ...inner] : inner;
  });
}

function roleOf(use: unknown): string[] {
  const name = isMapping(use) ? (asText(use["role"]) ?? asText(use["name"])) : asText(use);
  return name === null || name === "" || isTemplated(name) ? [] : [name];
}

/** Whether files of a role are among the paths: by its folder, or as `namespace.collection.role`. */
function holds(paths: readonly string[], role: string): boolean {
  const [, namespace, collection, name] = /^(\w+)\.(\w+)\.(\w+)$/.exec(role) ?? [];
  const isOfCollection = name !== undefined;
  const folder = isOfCollection
    ? `/${namespace}/${collection}/roles/${name}/`
    : `/${role.split("/").at(-1)}/`;
  return paths.some((one) => `/${one}`.includes(folder));
}
