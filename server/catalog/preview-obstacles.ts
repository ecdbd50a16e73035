import { lstat, opendir, readFile } from "node:fs/promises";
import path from "node:path";
import { asText, isMapping, isTruthy } from "#server/ansible/values.ts";
import { maxYamlBytes, readYaml } from "#server/ansible/yaml-file.ts";
import { contentPathOf, isInstalledPath } from "#server/lib/installed-path.ts";

/** An ansibleTask, block or play that check mode would run for real, or may. */
export interface PreviewObstacle {
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
 * Finds what sets `check_mode` to anything but true in the files that a plan uses: such tasks run in a preview as they
 * do in earnest. Read as data, nothing is evaluated. At most 50.
 */
export async function findPreviewObstacles(files: PreviewedFiles): Promise<PreviewObstacle[]> {
  const found: PreviewObstacle[] = [];
  for (const [shown, file] of await filesToRead(files)) {
    if (found.length >= maxObstacles) break;
    found.push(...(await obstaclesIn(file, shown)));
  }
  return found.slice(0, maxObstacles);
}

/** Shown path and place on disk of each file that may hold ansibleTasks. */
async function filesToRead(files: PreviewedFiles): Promise<ReadonlyMap<string, string>> {
  const { treePath, contentDir, paths, isOpen } = files;
  const named = paths.filter(isYaml).flatMap((shown): [string, string][] => {
    if (!isInstalledPath(shown)) return [[shown, path.join(treePath, shown)]];
    return contentDir === null ? [] : [[shown, path.join(contentDir, contentPathOf(shown))]];
  });
  if (!isOpen) return new Map(named);
  const own = await filesBelow(treePath);
  const installed = contentDir === null ? [] : await filesBelow(contentDir);
  const holdTasks = installed.filter(([shown]) => /\/(?:tasks|handlers)\//.test(shown));
  return new Map([...named, ...own, ...holdTasks].slice(0, maxFiles));
}

async function filesBelow(root: string): Promise<[shown: string, file: string][]> {
  const found: [string, string][] = [];
  for await (const [shown, file] of walk(root)) if (found.push([shown, file]) >= maxFiles) break;
  return found;
}

async function* walk(root: string): AsyncGenerator<[shown: string, file: string]> {
  for await (const entry of await opendir(root, { recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && isYaml(entry.name)) yield [path.relative(root, file), file];
  }
}

function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file);
}

async function obstaclesIn(file: string, shown: string): Promise<PreviewObstacle[]> {
  const info = await lstat(file).catch(() => null);
  if (info === null || !info.isFile() || info.size > maxYamlBytes) return [];
  const text = await readFile(file, "utf8");
  // Plays and ansibleTasks are lists; most files never name it.
  if (!text.includes("check_mode")) return [];
  const { documents } = readYaml(shown, text);
  const names = documents.filter(Array.isArray).flatMap((list) => namesOff(list, 0));
  return names.map((name) => ({ path: shown, name }));
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
