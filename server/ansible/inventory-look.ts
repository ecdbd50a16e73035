import { baseName, pathKind } from "./repository-paths.ts";
import type { TreeReader } from "./tree.ts";
import { asText, isMapping } from "./values.ts";

/** What people call the machines of one place; a file of that name without an ending is read as their list. */
const placeName =
  /^(?:prod|production|stag(?:e|ing)|dev|development|live|local|home(?:lab)?|lab|fleet|cluster|servers?|nodes?|machines?)$/i;

/**
 * Whether a file of any name is written like an inventory: YAML that is nothing but groups, of which one has hosts, or
 * an inventory plugin's settings; or sections as in INI with what only Ansible says. Under the name of a place, plain sections of names are enough.
 */
export function looksLikeInventory(tree: TreeReader, path: string): boolean {
  const text = tree.text(path);
  if (text === null) return false;
  if (pathKind(path) === "yaml")
    return (
      (/^\s+hosts:/m.test(text) && isOnlyGroups(tree, path)) ||
      (/^plugin:/m.test(text) && isPluginSettings(tree, path))
    );
  if (!/^\[[^\]\s]+\]\s*$/m.test(text)) return false;
  if (/^\[[\w.-]+:(?:children|vars)\]/m.test(text) || /^\S+[ \t].*\bansible_\w+ *=/m.test(text))
    return true;
  return placeName.test(baseName(path)) && !/^[^[#;\s]\S*\s*=/m.test(text);
}

/** Settings of an inventory plugin name it in full, or are called after it: `lab.proxmox.yml`. */
function isPluginSettings(tree: TreeReader, path: string): boolean {
  const root = tree.yaml(path)?.documents[0];
  const plugin = isMapping(root) ? asText(root["plugin"]) : null;
  if (plugin === null) return false;
  return /^\w+\.\w+\.\w+$/.test(plugin) || baseName(path).split(".").at(-2) === plugin;
}

function isOnlyGroups(tree: TreeReader, path: string): boolean {
  const root = tree.yaml(path)?.documents[0];
  if (!isMapping(root)) return false;
  const groups = Object.values(root);
  const isGroup = (value: unknown) =>
    value === null || (isMapping(value) && Object.keys(value).every((key) => groupKeys.has(key)));
  return groups.every(isGroup) && groups.some((group) => holdsHosts(group, 0));
}

const groupKeys = new Set(["hosts", "children", "vars"]);
const maxDepth = 6;

/** Hosts of a group or of its children, as the mapping that Ansible wants. */
function holdsHosts(group: unknown, depth: number): boolean {
  if (!isMapping(group) || depth > maxDepth) return false;
  const { hosts, children } = group;
  if (isMapping(hosts) && Object.keys(hosts).length > 0) return true;
  return (
    isMapping(children) && Object.values(children).some((child) => holdsHosts(child, depth + 1))
  );
}
