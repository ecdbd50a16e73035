import { joinPath } from "./repository-paths.ts";
import type { Tree } from "./tree.ts";

/** The few settings of a repository's ansible.cfg that Chiffon honours; the rest is listed, not used. */
export interface AnsibleConfig {
  readonly rolesPaths: readonly string[];
  readonly inventory: string | null;
  readonly remoteUser: string | null;
  readonly ignored: readonly string[];
}

/** Reads `ansible.cfg` at the root of the tree. Paths outside the tree are ignored. */
export function readAnsibleConfig(tree: Tree): AnsibleConfig {
  const settings = readIni(tree.text("ansible.cfg") ?? "");
  const take = (key: string): string | null => {
    const value = settings.get(key) ?? null;
    settings.delete(key);
    return value;
  };
  const rolesPath = take("defaults.roles_path");
  const inventory = inventoryPath(tree, settings.get("defaults.inventory") ?? "");
  if (inventory !== null) take("defaults.inventory");
  const remoteUser = take("defaults.remote_user");
  const ignored = [...settings]
    .filter(([key]) => !/^(?:defaults\.collections_path|privilege_escalation\.)/.test(key))
    .map(([key, value]) => `${key.replace(/^defaults\./, "")} = ${value}`.slice(0, 120));
  return {
    rolesPaths: (rolesPath ?? "").split(":").flatMap((path) => joinPath("", path.trim()) || []),
    inventory,
    remoteUser: /^[A-Za-z_][\w.-]{0,63}$/.test(remoteUser ?? "") ? remoteUser : null,
    ignored: ignored.slice(0, 50),
  };
}

/** The configured inventory where it lies in the tree, else null: only the first of a list counts. */
function inventoryPath(tree: Tree, value: string): string | null {
  const path = joinPath("", (value.split(",")[0] ?? "").trim());
  if (path === null || path === "") return null;
  return tree.isFolder(path) || tree.resolve(path) !== null ? path : null;
}

function readIni(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let section = "defaults";
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/(^|\s)[#;].*$/, "").trim();
    const head = /^\[([^\]]+)\]$/.exec(line);
    if (head !== null) section = (head[1] ?? "").trim().toLowerCase();
    const pair = /^([A-Za-z_]+)\s*[=:]\s*(.+)$/.exec(line);
    if (pair !== null)
      found.set(`${section}.${(pair[1] ?? "").toLowerCase()}`, (pair[2] ?? "").trim());
  }
  return found;
}
