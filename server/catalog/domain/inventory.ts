import type { InventoryHost } from "#server/contracts/host.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import {
  groupIn,
  type InventoryGroup,
  type InventoryGroups,
  readIniInventory,
  readYamlInventory,
} from "./inventory-source.ts";
import { baseName, folderOf, pathKind } from "./repository-paths.ts";
import type { ScannedInventory } from "./scan-types.ts";
import type { Tree, TreeReader } from "./tree.ts";
import { asText, isMapping, isTemplated, type Mapping } from "./values.ts";

const usualPlaces = [
  "inventory/hosts.yml",
  "inventory/hosts.yaml",
  "inventory/hosts.ini",
  "inventory/hosts",
  "inventory.yml",
  "inventory.yaml",
  "inventory.ini",
  "hosts.yml",
  "hosts.yaml",
  "hosts.ini",
  "hosts",
  "inventory/inventory.yml",
  "inventory/inventory.yaml",
  "inventory/inventory.ini",
  "inventory/inventory",
  "inventory/main.yml",
  "inventory",
];
const hostNamePattern = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,252}$/;
const maxHosts = 5_000;

/** Finds and reads the repository's static inventory. Never runs one: scripts and plugins are refused with words. */
export function scanInventory(
  tree: Tree,
  configured: string | null,
): { inventory: ScannedInventory; warnings: ScanWarning[] } {
  const warnings: ScanWarning[] = [];
  const path = configured ?? findInventory(tree);
  if (path === null) {
    const none = { path: null, hosts: [], groups: {}, files: [], refusals: [] };
    return { inventory: none, warnings };
  }
  const groups: InventoryGroups = new Map();
  const refusals: string[] = [];
  const files = tree.isFolder(path) ? inventoryFiles(tree, path) : [path];
  for (const file of files) {
    const refusal = readSource(tree, file, groups);
    if (refusal !== null) refusals.push(`${file}: ${refusal}`);
    if (refusal !== null) warnings.push({ path: file, line: null, message: refusal });
  }
  const folder = tree.isFolder(path) ? path : folderOf(path);
  const varFiles = variableFiles(tree, folder);
  readVariableFiles(tree, folder, varFiles, groups);
  const built = buildHosts(groups, warnings, path);
  return {
    inventory: { path, ...built, files: tree.refs([...files, ...varFiles]), refusals },
    warnings,
  };
}

function findInventory(tree: Tree): string | null {
  const usual = usualPlaces.find((place) =>
    place === "inventory"
      ? tree.isFolder(place) && inventoryFiles(tree, place).length > 0
      : tree.resolve(place) !== null,
  );
  if (usual !== undefined) return usual;
  const nested = tree
    .below("")
    .filter((path) =>
      /^(?:[^/]+\/)?(?:inventories|inventory|environments)\/[^/]+\/(?:hosts|inventory)(?:\.(?:ya?ml|ini))?$/.test(
        path,
      ),
    );
  return nested[0] ?? null;
}

/** Files of an inventory folder that Ansible would read: its ignored extensions and variable folders left out. */
function inventoryFiles(tree: Tree, folder: string): string[] {
  return tree
    .below(folder)
    .filter(
      (path) =>
        folderOf(path) === folder &&
        !/(?:~|\.(?:orig|bak|ini|cfg|retry|pyc|pyo|md|txt|j2|sh|py|example|sample))$/i.test(path) &&
        !baseName(path).startsWith("."),
    );
}

function readSource(tree: Tree, path: string, groups: InventoryGroups): string | null {
  const target = tree.resolve(path);
  const file = target === null ? undefined : tree.files.get(target);
  if (file === undefined) return "It is not in the repository.";
  if (file.kind === "executable") {
    return "It is executable, so Ansible would run it; only static inventories are read.";
  }
  if (pathKind(path) === "yaml") {
    const yaml = tree.yaml(path);
    return yaml === null ? "It cannot be read." : readYamlInventory(yaml, groups);
  }
  const text = tree.text(path);
  if (text === null) return "It cannot be read.";
  if (/^---\s*$/m.test(text) || /^[\w-]+:\s*$/m.test(text)) {
    const yaml = tree.yaml(path);
    if (yaml !== null && isMapping(yaml.documents[0])) return readYamlInventory(yaml, groups);
  }
  return readIniInventory(text, groups);
}

/** Files under group_vars and host_vars beside an inventory or playbook. */
export function variableFiles(tree: TreeReader, folder: string): string[] {
  const at = folder === "" ? "" : `${folder}/`;
  return [...tree.below(`${at}group_vars`), ...tree.below(`${at}host_vars`)];
}

function readVariableFiles(
  tree: Tree,
  folder: string,
  files: readonly string[],
  groups: InventoryGroups,
): void {
  const prefix = folder === "" ? 0 : folder.length + 1;
  for (const path of files) {
    const [kind, owner = ""] = path.slice(prefix).split("/");
    const name = owner.replace(/\.(ya?ml|json)$/i, "");
    const values = tree.yaml(path)?.documents[0];
    if (!isMapping(values)) continue;
    if (kind === "group_vars") Object.assign(groupIn(groups, name).vars, values);
    else setHostVars(groups, name, values);
  }
}

function setHostVars(groups: InventoryGroups, name: string, values: Mapping): void {
  for (const group of groups.values()) {
    const host = group.hosts.get(name);
    if (host !== undefined) Object.assign(host, values);
  }
}

function buildHosts(
  groups: InventoryGroups,
  warnings: ScanWarning[],
  path: string,
): Pick<ScannedInventory, "hosts" | "groups"> {
  const members = membersOf(groups);
  const names = new Set([...groups.values()].flatMap((group) => [...group.hosts.keys()]));
  const hosts: InventoryHost[] = [];
  for (const name of names) {
    if (!hostNamePattern.test(name)) {
      warnings.push({
        path,
        line: null,
        message: `"${name.slice(0, 60)}" is no host name: left out.`,
      });
    } else if (hosts.length < maxHosts) hosts.push(describeHost(name, groups, members));
  }
  const allNames = hosts.map((host) => host.name);
  const listed: Record<string, readonly string[]> = { all: allNames };
  for (const [name, hostNames] of members) {
    if (name !== "all") listed[name] = allNames.filter((host) => hostNames.has(host));
  }
  return { hosts, groups: listed };
}

/** Hosts of each group with those of its children; circles end. */
function membersOf(groups: InventoryGroups): Map<string, Set<string>> {
  const members = new Map<string, Set<string>>();
  const collect = (name: string, seen: Set<string>): Set<string> => {
    const found = new Set(groups.get(name)?.hosts.keys() ?? []);
    for (const child of groups.get(name)?.children ?? []) {
      if (seen.has(child)) continue;
      for (const host of collect(child, new Set([...seen, child]))) found.add(host);
    }
    return found;
  };
  for (const name of groups.keys()) members.set(name, collect(name, new Set([name])));
  return members;
}

function describeHost(
  name: string,
  groups: InventoryGroups,
  members: ReadonlyMap<string, Set<string>>,
): InventoryHost {
  const own = [...members].filter(([group, hosts]) => group === "all" || hosts.has(name));
  // Wider groups first, so that narrower ones and the host itself win, as Ansible's precedence has it.
  const ordered = own.sort(
    ([a, hostsA], [b, hostsB]) =>
      Number(b === "all") - Number(a === "all") || hostsB.size - hostsA.size || (a < b ? -1 : 1),
  );
  const vars: Record<string, unknown> = {};
  for (const [group] of ordered) Object.assign(vars, groups.get(group)?.vars);
  for (const group of groups.values()) Object.assign(vars, hostVars(group, name));
  const literal = (...keys: string[]): string | null => {
    const found = keys.map((key) => asText(vars[key])).find((text) => text !== null);
    return found === undefined || found === null || isTemplated(found) ? null : found;
  };
  const port = Number(literal("ansible_port", "ansible_ssh_port") ?? Number.NaN);
  return {
    name,
    groups: own
      .map(([group]) => group)
      .filter((group) => group !== "all")
      .sort(),
    connection: connectionOf(name, literal("ansible_connection"), vars),
    address: literal("ansible_host", "ansible_ssh_host"),
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : null,
    user: literal("ansible_user", "ansible_ssh_user"),
  };
}

function hostVars(group: InventoryGroup, name: string): Record<string, unknown> {
  return group.hosts.get(name) ?? {};
}

function connectionOf(
  name: string,
  connection: string | null,
  vars: Record<string, unknown>,
): InventoryHost["connection"] {
  const written = asText(vars["ansible_connection"]);
  if (written !== null && connection === null) return "other";
  if (connection === null) return isImplicitLocal(name) ? "local" : "ssh";
  const short = connection.slice(connection.lastIndexOf(".") + 1);
  if (short === "local") return "local";
  return ["ssh", "smart", "paramiko", "paramiko_ssh"].includes(short) ? "ssh" : "other";
}

/** Ansible adds this host by itself, with a local connection, when a play names it. */
export function isImplicitLocal(name: string): boolean {
  return name === "localhost" || name === "127.0.0.1" || name === "::1";
}
