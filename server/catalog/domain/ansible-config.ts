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
  const ignored: string[] = [];
  let rolesPaths: string[] = [];
  let inventory: string | null = null;
  let remoteUser: string | null = null;
  for (const [key, value] of settings) {
    if (key === "defaults.roles_path") {
      rolesPaths = value.split(":").flatMap((path) => joinPath("", path.trim()) ?? []);
    } else if (key === "defaults.inventory") {
      const path = joinPath("", (value.split(",")[0] ?? "").trim());
      if (path !== null && (tree.isFolder(path) || tree.resolve(path) !== null)) inventory = path;
      else ignored.push(`inventory = ${value}`);
    } else if (key === "defaults.remote_user" && /^[A-Za-z_][\w.-]{0,63}$/.test(value)) {
      remoteUser = value;
    } else if (!/^(?:defaults\.collections_path|privilege_escalation\.)/.test(key)) {
      ignored.push(`${key.replace(/^defaults\./, "")} = ${value}`.slice(0, 120));
    }
  }
  return { rolesPaths, inventory, remoteUser, ignored: ignored.slice(0, 50) };
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
