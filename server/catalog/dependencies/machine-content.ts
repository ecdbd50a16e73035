import { readdir, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { PresentItem } from "../domain/requirement-state.ts";

/** A role or collection that lies on this machine outside Chiffon. */
export interface MachineItem extends PresentItem {
  readonly where: "ansible" | "machine";
  readonly folder: string;
}

const keptMs = 60_000;
const maxNames = 2_000;
const maxManifestBytes = 1_000_000;

/**
 * Roles and collections that Ansible on this machine finds by itself, told from folder names alone: nothing is run.
 * The answer is kept for a minute.
 */
export class MachineContent {
  private readonly deps: {
    readonly home: string;
    /** Folders that a run's programs are looked for in, colon-separated. */
    readonly searchPath: string;
    /** Where things lie that belong to no user; another root than "/" is for tests. */
    readonly root: string;
    readonly now: () => number;
  };
  private kept: { readonly at: number; readonly items: Promise<MachineItem[]> } | null = null;

  constructor(deps: MachineContent["deps"]) {
    this.deps = deps;
  }

  /** What is there, first found first: of two with one name Ansible takes the first as well. */
  list(): Promise<MachineItem[]> {
    const now = this.deps.now();
    if (this.kept !== null && now - this.kept.at < keptMs) return this.kept.items;
    const items = this.look();
    this.kept = { at: now, items };
    return items;
  }

  private async look(): Promise<MachineItem[]> {
    const { home, root } = this.deps;
    const own = path.join(home, ".ansible");
    const system = (place: string) => path.join(root, place);
    const roles = [
      path.join(own, "roles"),
      system("usr/share/ansible/roles"),
      system("etc/ansible/roles"),
    ];
    // A run has a home of its own: what lies in its owner's is copied, the rest it finds.
    const collections: [string, MachineItem["where"]][] = [
      [path.join(own, "collections"), "machine"],
      [system("usr/share/ansible/collections"), "ansible"],
      ...(await this.packageFolders()).map((folder): [string, "ansible"] => [folder, "ansible"]),
    ];
    const found = await Promise.all([
      ...roles.map(rolesIn),
      ...collections.map(([folder, where]) => collectionsIn(folder, where)),
    ]);
    return found.flat();
  }

  /** Folders of Python packages that belong to an installed Ansible. */
  private async packageFolders(): Promise<string[]> {
    const { searchPath, root } = this.deps;
    const libraries = [path.join(root, "usr/lib"), path.join(root, "usr/local/lib")];
    for (const folder of searchPath.split(":")) {
      const program = await realpath(path.join(folder, "ansible-playbook")).catch(() => null);
      if (program !== null) libraries.push(path.join(path.dirname(program), "../lib"));
    }
    const found: string[] = [];
    for (const library of new Set(libraries.map((folder) => path.normalize(folder)))) {
      for (const name of await names(library)) {
        if (!/^python3/.test(name)) continue;
        for (const packages of ["site-packages", "dist-packages"])
          found.push(path.join(library, name, packages));
      }
    }
    return found;
  }
}

async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort().slice(0, maxNames);
}

async function rolesIn(folder: string): Promise<MachineItem[]> {
  const found: MachineItem[] = [];
  for (const name of await names(folder)) {
    const role = path.join(folder, name);
    if (name.startsWith(".") || !(await isRole(role))) continue;
    found.push({
      kind: "role",
      name,
      version: await roleVersion(role),
      where: "machine",
      folder: role,
    });
  }
  return found;
}

async function isRole(folder: string): Promise<boolean> {
  const parts = await names(folder);
  return parts.some((part) => /^(?:tasks|meta|handlers|defaults|vars)$/.test(part));
}

/** The version that ansible-galaxy noted when it installed a role, or null. */
export async function roleVersion(folder: string): Promise<string | null> {
  const note = await readBounded(path.join(folder, "meta/.galaxy_install_info"));
  const value = /^version:\s*['"]?([^'"\r\n]*?)['"]?\s*$/m.exec(note)?.[1]?.trim() ?? "";
  return value === "" || value === "null" || value === "~" ? null : value.slice(0, 200);
}

async function collectionsIn(folder: string, where: MachineItem["where"]): Promise<MachineItem[]> {
  const base = path.join(folder, "ansible_collections");
  const found: MachineItem[] = [];
  for (const namespace of await names(base)) {
    if (!/^\w+$/.test(namespace)) continue;
    for (const short of await names(path.join(base, namespace))) {
      const at = path.join(base, namespace, short);
      if (!/^\w+$/.test(short) || found.length >= maxNames) continue;
      if (!(await stat(at).catch(() => null))?.isDirectory()) continue;
      const version = await collectionVersion(at);
      found.push({ kind: "collection", name: `${namespace}.${short}`, version, where, folder: at });
    }
  }
  return found;
}

/** The version a collection says of itself, or null. */
export async function collectionVersion(folder: string): Promise<string | null> {
  const manifest = await readBounded(path.join(folder, "MANIFEST.json"));
  const built = /"version"\s*:\s*"([^"]{1,100})"/.exec(manifest)?.[1];
  if (built !== undefined) return built;
  const source = await readBounded(path.join(folder, "galaxy.yml"));
  return /^version:\s*['"]?([^'"\s#]{1,100})/m.exec(source)?.[1] ?? null;
}

async function readBounded(file: string): Promise<string> {
  const size = (await stat(file).catch(() => null))?.size ?? 0;
  return size > maxManifestBytes ? "" : readFile(file, "utf8").catch(() => "");
}
