import { keyValues } from "#server/ansible/ansible-tasks.ts";
import { type Doubt, doubtsOf } from "#server/ansible/doubts.ts";
import type { ScannedInventory } from "#server/ansible/inventory.ts";
import { pathKind } from "#server/ansible/repository-paths.ts";
import type { TreeReader } from "#server/ansible/tree.ts";
import { isMapping } from "#server/ansible/values.ts";
import { fileDoubts } from "./entry-facts.ts";

/**
 * Doubts that an inventory casts on every playbook: its variables reach all of them, and may name the programs that
 * modules are run with.
 */
export function inventoryDoubts(tree: TreeReader, inventory: ScannedInventory): Set<Doubt> {
  const doubts = new Set<Doubt>();
  for (const { path } of inventory.files) {
    const isYaml = pathKind(path) === "yaml" || isMapping(tree.yaml(path)?.documents[0]);
    const found = isYaml ? fileDoubts(tree, [path]) : iniDoubts(tree.text(path));
    for (const doubt of found) doubts.add(doubt);
  }
  return doubts;
}

function iniDoubts(text: string | null): Set<Doubt> {
  if (text === null) return new Set(["unread"]);
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*[#;[]/.test(line));
  return doubtsOf(lines.map((line) => ({ ...keyValues(line), ...wholeLine(line) })));
}

/** Below `[group:vars]` a value is the rest of its line. */
function wholeLine(line: string): Record<string, string> {
  const [, name, value = ""] = /^\s*([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line) ?? [];
  return name === undefined ? {} : { [name]: value.replace(/^["']|["']$/g, "") };
}
