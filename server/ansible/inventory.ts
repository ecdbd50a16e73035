import type { InventoryHost } from "#server/contracts/host.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import {
  findInventories,
  hasUsualName,
  type InventoryOwner,
  type InventoryPlace,
} from "./find-inventories.ts";
import { environmentOf } from "./inventory-environment.ts";
import {
  groupIn,
  type InventoryGroup,
  type InventoryGroups,
  readIniInventory,
  readYamlInventory,
  type SourceRefusal,
  unreadable,
} from "./inventory-source.ts";
import { readSshArguments } from "./jump-hosts.ts";
import { baseName, folderOf, pathKind } from "./repository-paths.ts";
import type { Tree, TreeReader } from "./tree.ts";
import { asText, isMapping, isTemplated, isTruthy, type Mapping } from "./values.ts";

/** An inventory of a repository, read statically. `groups` maps a group to its hosts, children included. */
export interface ScannedInventory extends Omit<InventoryPlace, "isSample"> {
  /** *dynamic*: a script or a plugin; it would have to be run to know its hosts. */
  readonly kind: "static" | "sample" | "dynamic";
  readonly hosts: readonly InventoryHost[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Inventory files and the group and host variables beside them. */
  readonly files: readonly { readonly path: string; readonly blob: string }[];
  /** Why it cannot be used as it is, in words; empty when it can. */
  readonly refusals: readonly string[];
  /** Environment variables that a dynamic one asks for, by name. */
  readonly environment: readonly string[];
  /** Full names of the plugins that a dynamic one needs, as its settings say. */
  readonly plugins: readonly string[];
}

const hostNamePattern = /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,252}$/;
const maxHosts = 5_000;

/**
 * Finds and reads the inventories of a tree, the likeliest first. Never runs one: scripts and plugins are dynamic. What
 * only has the name of an inventory and holds no host is left out.
 *
 * @param inChecks variables whose literal values are kept for each host, because checks name them
 */
export function scanInventories(
  tree: Tree,
  owners: readonly InventoryOwner[],
  inChecks: ReadonlySet<string> = new Set(),
): { inventories: ScannedInventory[]; warnings: ScanWarning[] } {
  const warnings: ScanWarning[] = [];
  const inventories = findInventories(tree, owners).flatMap((place) => {
    const read = readInventory(tree, place, inChecks);
    if (!isInventory(read.inventory)) return [];
    warnings.push(...read.warnings);
    return [read.inventory];
  });
  // One without hosts is worth telling of only where there is no other.
  const full = inventories.filter(({ hosts, kind }) => hosts.length > 0 || kind === "dynamic");
  return { inventories: full.length > 0 ? full : inventories, warnings };
}

/** Of the usual name or named in ansible.cfg, it is one without hosts or with a fault, which its owner should hear of. */
function isInventory({ path, hosts, kind, refusals, isConfigured }: ScannedInventory): boolean {
  if (hosts.length > 0 || kind === "dynamic" || isConfigured) return true;
  return hasUsualName(path) && (refusals.length === 0 || pathKind(path) !== "yaml");
}

function readInventory(
  tree: Tree,
  { path, project, isConfigured, isSample }: InventoryPlace,
  inChecks: ReadonlySet<string>,
): { inventory: ScannedInventory; warnings: ScanWarning[] } {
  const warnings: ScanWarning[] = [];
  const groups: InventoryGroups = new Map();
  const files = tree.isFolder(path) ? inventoryFiles(tree, path) : [path];
  const faults = files.flatMap((file) => {
    const refusal = readSource(tree, file, groups);
    return refusal === null ? [] : [{ file, ...refusal }];
  });
  warnings.push(...faults.map(({ file, message }) => ({ path: file, line: null, message })));
  const programs = faults.filter(({ isDynamic }) => isDynamic).map(({ file }) => file);
  const folder = tree.isFolder(path) ? path : folderOf(path);
  const varFiles = variableFiles(tree, folder);
  readVariableFiles(tree, folder, varFiles, groups);
  const built = buildHosts(groups, { warnings, path, inChecks });
  warnings.push(...sshWarnings(groups, path));
  const kind = programs.length > 0 ? "dynamic" : isSample ? "sample" : "static";
  return {
    inventory: {
      ...{ path, project, isConfigured, kind },
      ...built,
      files: tree.refs([...files, ...varFiles]),
      refusals: faults.map(({ file, message }) => `${file}: ${message}`),
      environment: [...new Set(programs.flatMap((file) => askedBy(tree, file)))].sort(),
      plugins: programs.flatMap((file) => asText(settingsOf(tree, file)?.["plugin"]) ?? []),
    },
    warnings,
  };
}

function askedBy(tree: Tree, path: string): string[] {
  return environmentOf(tree.text(path) ?? "", settingsOf(tree, path));
}

/** Settings of an inventory plugin; null for a script. */
function settingsOf(tree: Tree, path: string): Mapping | null {
  const settings = pathKind(path) === "yaml" ? tree.yaml(path)?.documents[0] : null;
  return isMapping(settings) ? settings : null;
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

/** Reads one source into `groups`, or says why it is not a static inventory. */
function readSource(tree: Tree, path: string, groups: InventoryGroups): SourceRefusal | null {
  const target = tree.resolve(path);
  const file = target === null ? undefined : tree.files.get(target);
  if (file === undefined) return unreadable("It is not in the repository.");
  if (file.kind === "executable") {
    return {
      isDynamic: true,
      message: "It is executable, so Ansible would run it; only static inventories are read.",
    };
  }
  const text = tree.text(path);
  if (text === null) return unreadable("It cannot be read.");
  const looksYaml = pathKind(path) === "yaml" || /^---\s*$|^[\w-]+:\s*$/m.test(text);
  const yaml = looksYaml ? tree.yaml(path) : null;
  if (pathKind(path) === "yaml" && yaml === null) return unreadable("It cannot be read.");
  return yaml !== null && (pathKind(path) === "yaml" || isMapping(yaml.documents[0]))
    ? readYamlInventory(yaml, groups)
    : readIniInventory(text, groups);
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
  {
    warnings,
    path,
    inChecks,
  }: { warnings: ScanWarning[]; path: string; inChecks: ReadonlySet<string> },
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
    } else if (hosts.length < maxHosts)
      hosts.push(describeHost(name, groups, { members, inChecks }));
  }
  if (names.size > maxHosts) warnings.push(tooMany(path, names.size));
  const allNames = hosts.map((host) => host.name);
  const listed: Record<string, readonly string[]> = { all: allNames };
  for (const [name, hostNames] of members) {
    if (name !== "all") listed[name] = allNames.filter((host) => hostNames.has(host));
  }
  return { hosts, groups: listed };
}

function tooMany(path: string, count: number): ScanWarning {
  const message = `It names ${count} hosts: only the first ${maxHosts} can be planned for. Split it into several inventories, and choose one of them.`;
  return { path, line: null, message };
}

const sshOptions = [
  "ansible_ssh_common_args",
  "ansible_ssh_extra_args",
  "ansible_ssh_args",
  "ansible_sftp_extra_args",
  "ansible_scp_extra_args",
  "ansible_ssh_executable",
  "ansible_ssh_private_key_file",
];

/** Options for ssh are not passed on, but for the way over jump hosts; each is named once, with why. */
function sshWarnings(groups: InventoryGroups, path: string): ScanWarning[] {
  const found = new Map<string, string>();
  const look = (vars: Mapping) => {
    for (const name of sshOptions) {
      const text = asText(vars[name]);
      const problem = text === null || text.trim() === "" ? null : sshProblem(name, text);
      if (problem !== null) found.set(`${name} = ${(text ?? "").slice(0, 100)}`, problem);
    }
  };
  for (const group of groups.values()) {
    look(group.vars);
    for (const vars of group.hosts.values()) look(vars);
  }
  return [...found]
    .slice(0, maxSshWarnings)
    .map(([setting, problem]) => ({ path, line: null, message: `${setting}: ${problem}` }));
}

const maxSshWarnings = 20;

function sshProblem(name: string, text: string): string | null {
  if (name === "ansible_ssh_common_args") return readSshArguments(text).problem;
  return name === "ansible_ssh_private_key_file"
    ? "No run reads a key file of this machine. Store the key as a secret, or let the host accept Chiffon's own."
    : "Chiffon sets its own options for ssh, because these could start programs or switch checks off.";
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
  {
    members,
    inChecks,
  }: { members: ReadonlyMap<string, Set<string>>; inChecks: ReadonlySet<string> },
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
  const { jumps } = readSshArguments(asText(vars["ansible_ssh_common_args"]) ?? "");
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
    ...(jumps.length > 0 ? { jumps: [...jumps] } : {}),
    ...secretFacts(vars),
    ...checkValues(vars, inChecks),
  };
}

const longestValue = 200;

/** Literals of the variables that checks name. What looks like a secret is none of a check's business. */
function checkValues(
  vars: Record<string, unknown>,
  inChecks: ReadonlySet<string>,
): Pick<InventoryHost, "checkValues"> {
  const found = [...inChecks].flatMap((name) => {
    const text = asText(vars[name]);
    const isPlain = text !== null && !isTemplated(text) && text.length <= longestValue;
    return isPlain && !/pass|secret|token|key|credential/i.test(name) ? [[name, text]] : [];
  });
  return found.length === 0 ? {} : { checkValues: Object.fromEntries(found) };
}

/** Which passwords the inventory gives itself, in the clear, from a vault or by a template; only what is so is said. */
function secretFacts(
  vars: Record<string, unknown>,
): Pick<InventoryHost, "becomes" | "hasBecomePassword" | "hasPassword"> {
  const isSet = (...names: string[]) => names.some((name) => (vars[name] ?? "") !== "");
  return {
    ...(isTruthy(vars["ansible_become"]) ? { becomes: true } : {}),
    ...(isSet("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass")
      ? { hasBecomePassword: true }
      : {}),
    ...(isSet("ansible_password", "ansible_ssh_pass", "ansible_ssh_password")
      ? { hasPassword: true }
      : {}),
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
