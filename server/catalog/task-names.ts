import { lstat, readFile } from "node:fs/promises";
import path from "node:path";
import { readTasks } from "#server/ansible/ansible-tasks.ts";
import { isPlaybook } from "#server/ansible/play.ts";
import { asList, isMapping } from "#server/ansible/values.ts";
import { maxYamlBytes, readYaml } from "#server/ansible/yaml-file.ts";
import type { BlobRef } from "#server/contracts/playbook.ts";

/** Files of one playbook that are looked through. */
const maxFiles = 2_000;

/**
 * How many ansibleTasks of a playbook's files have a name, as it is written; handlers do not count, for no run starts at
 * one. Read as data, nothing is evaluated.
 */
export async function countTasksNamed(
  treePath: string,
  files: readonly BlobRef[],
  name: string,
): Promise<number> {
  let found = 0;
  for (const file of files.filter(mayHoldTasks).slice(0, maxFiles)) {
    const names = await taskNamesIn(path.join(treePath, file.path), file.path);
    found += names.filter((one) => one === name).length;
  }
  return found;
}

function mayHoldTasks({ path: file }: BlobRef): boolean {
  return /\.ya?ml$/.test(file) && !/(?:^|\/)handlers\//.test(file);
}

async function taskNamesIn(file: string, shown: string): Promise<readonly string[]> {
  const info = await lstat(file).catch(() => null);
  if (info === null || !info.isFile() || info.size > maxYamlBytes) return [];
  const [document] = readYaml(shown, await readFile(file, "utf8")).documents;
  if (!isPlaybook(document)) return Array.isArray(document) ? readTasks(document).names : [];
  return asList(document).flatMap((play) =>
    isMapping(play)
      ? [play["pre_tasks"], play["tasks"], play["post_tasks"]].flatMap((part) => [
          ...readTasks(part).names,
        ])
      : [],
  );
}
