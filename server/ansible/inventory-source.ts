import { keyValues } from "./ansible-tasks.ts";
import { expandHostRange } from "./host-range.ts";
import { asList, asText, isMapping, type Mapping } from "./values.ts";
import type { YamlFile } from "./yaml-file.ts";

/** One group as an inventory file writes it. */
export interface InventoryGroup {
  readonly hosts: Map<string, Record<string, unknown>>;
  readonly children: Set<string>;
  readonly vars: Record<string, unknown>;
}

/** Why a source is not a static inventory. */
export interface SourceRefusal {
  /** It is a script or a plugin, which would have to be run. */
  readonly isDynamic: boolean;
  readonly message: string;
}

/** A source that is no inventory at all. */
export function unreadable(message: string): SourceRefusal {
  return { isDynamic: false, message };
}

/** Groups of one or several inventory files, merged. */
export type InventoryGroups = Map<string, InventoryGroup>;

const maxDepth = 20;

/** The group of that name, made when it is new. */
export function groupIn(groups: InventoryGroups, name: string): InventoryGroup {
  const known = groups.get(name);
  if (known !== undefined) return known;
  const made: InventoryGroup = { hosts: new Map(), children: new Set(), vars: {} };
  groups.set(name, made);
  return made;
}

function addHost(groups: InventoryGroups, group: string, name: string, vars: Mapping): void {
  for (const host of expandHostRange(name)) {
    const hosts = groupIn(groups, group).hosts;
    hosts.set(host, { ...hosts.get(host), ...vars });
  }
}

/**
 * Reads a YAML inventory into `groups`.
 *
 * @returns why it is not a static inventory, or null
 */
export function readYamlInventory(file: YamlFile, groups: InventoryGroups): SourceRefusal | null {
  const root = file.documents[0];
  if (file.documents.length === 0) return unreadable(file.warnings[0]?.message ?? "It is empty.");
  if (!isMapping(root)) return unreadable("It is not a mapping of groups.");
  const plugin = asText(root["plugin"]);
  if (plugin !== null) {
    const message = `It needs the inventory plugin "${plugin}", which would run code.`;
    return { isDynamic: true, message };
  }
  for (const [name, body] of Object.entries(root)) readYamlGroup(name, body, groups, 0);
  return null;
}

function readYamlGroup(name: string, body: unknown, groups: InventoryGroups, depth: number): void {
  const group = groupIn(groups, name);
  if (!isMapping(body) || depth > maxDepth) return;
  for (const [host, vars] of members(body["hosts"])) {
    addHost(groups, name, host, isMapping(vars) ? vars : {});
  }
  if (isMapping(body["vars"])) Object.assign(group.vars, body["vars"]);
  for (const [child, childBody] of members(body["children"])) {
    group.children.add(child);
    readYamlGroup(child, childBody, groups, depth + 1);
  }
}

/** Hosts or children are written as a mapping, a list or one name. */
function members(value: unknown): (readonly [string, unknown])[] {
  if (isMapping(value)) return Object.entries(value);
  return asList(value).flatMap((item) => {
    const name = asText(item);
    return name === null ? [] : [[name, null] as const];
  });
}

/**
 * Reads an INI inventory into `groups`.
 *
 * @returns why it is not a static inventory, or null
 */
export function readIniInventory(text: string, groups: InventoryGroups): SourceRefusal | null {
  if (text.startsWith("#!"))
    return { isDynamic: true, message: "It is a script; only static inventories are read." };
  let section = { group: "ungrouped", part: "hosts" };
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/(^|\s)[#;].*$/, "").trim();
    if (line === "") continue;
    const head = /^\[([^\]:]+)(?::(hosts|children|vars))?\]$/.exec(line);
    if (head !== null) {
      section = { group: (head[1] ?? "").trim(), part: head[2] ?? "hosts" };
      groupIn(groups, section.group);
    } else if (!readIniLine(line, section, groups)) {
      return unreadable(`"${line.slice(0, 60)}" is no line of a static inventory.`);
    }
  }
  return null;
}

function readIniLine(
  line: string,
  section: { group: string; part: string },
  groups: InventoryGroups,
): boolean {
  const group = groupIn(groups, section.group);
  if (section.part === "children") {
    group.children.add(line);
    return true;
  }
  if (section.part === "vars") {
    const match = /^([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line);
    if (match === null) return false;
    group.vars[match[1] ?? ""] = (match[2] ?? "").replace(/^["']|["']$/g, "");
    return true;
  }
  const [name = ""] = line.split(/\s+/, 1);
  if (!/^[\w.:[\]-]+$/.test(name)) return false;
  addHost(groups, section.group, name, keyValues(line.slice(name.length)));
  return true;
}
