/** What a path's place in the tree says about it. */
export type PathKind = "yaml" | "ini" | "markdown" | "other";

const leftOutFolders = new Set([
  "molecule",
  "tests",
  "test",
  ".github",
  ".gitlab",
  ".git",
  ".tox",
  ".venv",
  "node_modules",
  "ansible_collections",
  ".ansible",
  ".cache",
  "spec",
]);

/** Folders whose files Ansible executes as code when they lie beside a playbook or in a role. */
export const codeFolders: readonly string[] = [
  "library",
  "module_utils",
  "action_plugins",
  "become_plugins",
  "cache_plugins",
  "callback_plugins",
  "cliconf_plugins",
  "connection_plugins",
  "doc_fragments",
  "filter_plugins",
  "httpapi_plugins",
  "inventory_plugins",
  "lookup_plugins",
  "netconf_plugins",
  "plugins",
  "shell_plugins",
  "strategy_plugins",
  "terminal_plugins",
  "test_plugins",
  "vars_plugins",
  "collections",
];

/** Why a path is not looked at for entries, or null: test scaffolding, vendored content and caches. */
export function leftOutReason(path: string): string | null {
  const folder = path
    .split("/")
    .slice(0, -1)
    .find((part) => leftOutFolders.has(part));
  if (folder === undefined) return null;
  if (folder === "ansible_collections") return "vendored collection";
  return folder === "molecule" || folder.startsWith("test") || folder === "spec"
    ? "test scaffolding"
    : "not Ansible content";
}

/** How to read a file, by its name. */
export function pathKind(path: string): PathKind {
  if (/\.ya?ml$/i.test(path)) return "yaml";
  if (/\.(ini|cfg)$/i.test(path)) return "ini";
  return /\.(md|markdown)$/i.test(path) ? "markdown" : "other";
}

/** Folder of a path; "" at the root. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut < 0 ? "" : path.slice(0, cut);
}

/** Last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Last part of a path without its extension. */
export function stemOf(path: string): string {
  return baseName(path).replace(/\.[A-Za-z0-9]+$/, "");
}

/**
 * Joins and normalises tree paths: "a/b" + "../c" is "a/c".
 *
 * @returns null when the result would lie outside the tree or is absolute
 */
export function joinPath(folder: string, relative: string): string | null {
  if (relative.startsWith("/") || relative.startsWith("~")) return null;
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** "a/b/c" gives ["a/b/c", "a/b", "a", ""]: a folder and those above it. */
export function foldersUp(folder: string): string[] {
  const found = [folder];
  for (let at = folder; at !== ""; ) {
    at = folderOf(at);
    found.push(at);
  }
  return found;
}
