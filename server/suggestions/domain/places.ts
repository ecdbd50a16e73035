import { baseName, folderOf, foldersUp } from "#server/ansible/repository-paths.ts";

/**
 * Files and folders beside the targets and beside each folder above them, the highest of each. ansible-lint compares
 * starts of paths, so that none is named that a target begins with.
 */
export function siblingsOf(paths: readonly string[], ...targets: readonly string[]): string[] {
  const above = new Set(targets.flatMap((target) => [...foldersUp(folderOf(target)), target]));
  const found = new Set<string>();
  for (const file of paths) {
    if (above.has(file)) continue;
    const folders = foldersUp(folderOf(file)).toReversed();
    const highest = [...folders, file].find((place) => !above.has(place)) ?? file;
    if (!targets.some((target) => target.startsWith(highest))) found.add(highest);
  }
  return [...found];
}

/** The folder that Ansible runs in for a file: the nearest with an `ansible.cfg`, else that of its roles, else the root. */
export function projectOf(paths: readonly string[], target: string): string {
  const configs = new Set(paths.filter((file) => baseName(file) === "ansible.cfg").map(folderOf));
  const configured = foldersUp(folderOf(target)).find((folder) => configs.has(folder));
  return configured ?? folderOf(rolesFolderOf(target)[0] ?? "");
}

/** The folder of roles that a file lies in, or none. */
export function rolesFolderOf(target: string): string[] {
  const folder = /^((?:.*\/)?roles)\/[^/]+\//.exec(target)?.[1];
  return folder === undefined ? [] : [folder];
}

/** The role that a file of ansibleTasks belongs to, and its name there; null for one that stands by itself. */
export function roleOf(
  paths: readonly string[],
  file: string,
): { folder: string; tasks: string } | null {
  const [, folder = "", tasks] =
    /^(.*?(?:^|\/)roles\/[^/]+)\/tasks\/(.+)$/.exec(file) ??
    /^(?:(.*?)\/)?tasks\/(.+)$/.exec(file) ??
    [];
  if (tasks === undefined) return null;
  const prefix = folder === "" ? "" : `${folder}/`;
  const parts = ["meta", "defaults", "handlers", "vars", "templates", "files"];
  const isRole =
    /(?:^|\/)roles\/[^/]+$/.test(folder) ||
    paths.some((each) => parts.some((part) => each.startsWith(`${prefix}${part}/`)));
  return isRole ? { folder, tasks } : null;
}
