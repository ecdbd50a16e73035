import { isAbsolute, join, normalize, relative } from "node:path";

/** What is taken over from a repository's own `ansible.cfg`; everything else in it is only named. */
export interface RepositoryConfig {
  /** Absolute directories inside the tree. */
  readonly rolesPaths: string[];
  readonly collectionsPaths: string[];
  readonly remoteUser: string | null;
  readonly become: boolean | null;
  readonly becomeMethod: string | null;
  readonly becomeUser: string | null;
  /** "section.key" of each setting that is not honoured, in the file's order. */
  readonly ignored: string[];
}

/** The configuration of a repository without `ansible.cfg`. */
export const emptyRepositoryConfig: RepositoryConfig = {
  rolesPaths: [],
  collectionsPaths: [],
  remoteUser: null,
  become: null,
  becomeMethod: null,
  becomeUser: null,
  ignored: [],
};

const userPattern = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const becomeMethods = new Set(["sudo", "su", "doas"]);

interface Setting {
  readonly name: string;
  readonly value: string;
}

/** Reads an `ansible.cfg` that lies in `configDir`, inside `treePath`. Pure; never fails. */
export function readRepositoryConfig(
  text: string,
  place: { configDir: string; treePath: string },
): RepositoryConfig {
  const config: { -readonly [Key in keyof RepositoryConfig]: RepositoryConfig[Key] } = {
    ...emptyRepositoryConfig,
    ignored: [],
  };
  for (const setting of parseSettings(text)) {
    if (!takeOver(config, setting, place)) config.ignored.push(setting.name);
  }
  return config;
}

function takeOver(
  config: { -readonly [Key in keyof RepositoryConfig]: RepositoryConfig[Key] },
  { name, value }: Setting,
  place: { configDir: string; treePath: string },
): boolean {
  switch (name) {
    case "defaults.roles_path":
      config.rolesPaths = pathsInside(value, place);
      return config.rolesPaths.length > 0;
    case "defaults.collections_path":
    case "defaults.collections_paths":
      config.collectionsPaths = pathsInside(value, place);
      return config.collectionsPaths.length > 0;
    case "defaults.remote_user":
      if (!userPattern.test(value)) return false;
      config.remoteUser = value;
      return true;
    case "privilege_escalation.become":
      if (!/^(true|false|yes|no|on|off|1|0)$/i.test(value)) return false;
      config.become = /^(true|yes|on|1)$/i.test(value);
      return true;
    case "privilege_escalation.become_method":
      if (!becomeMethods.has(value)) return false;
      config.becomeMethod = value;
      return true;
    case "privilege_escalation.become_user":
      if (!userPattern.test(value)) return false;
      config.becomeUser = value;
      return true;
    default:
      return false;
  }
}

function parseSettings(text: string): Setting[] {
  const settings: Setting[] = [];
  let section = "";
  for (const line of text.slice(0, 100_000).split(/\r?\n/)) {
    const heading = /^\[([^\]]+)\]/.exec(line);
    if (heading) section = (heading[1] ?? "").trim();
    const pair = /^([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/.exec(line);
    if (!pair || line.startsWith("#") || line.startsWith(";")) continue;
    const value = (pair[2] ?? "").replace(/\s;.*$/, "").trim();
    settings.push({ name: `${section}.${(pair[1] ?? "").toLowerCase()}`, value });
  }
  return settings;
}

/** Keeps the entries that stay inside the tree; variables and home directories never do. */
function pathsInside(value: string, place: { configDir: string; treePath: string }): string[] {
  return value.split(":").flatMap((entry) => {
    const path = entry.trim();
    if (path === "" || /[$~{},\0]/.test(path)) return [];
    const full = normalize(isAbsolute(path) ? path : join(place.configDir, path));
    return isInside(full, place.treePath) ? [full] : [];
  });
}

/** True for the directory itself and everything below it, by name alone (links are not followed). */
export function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}
