import { mayBeInventory } from "#server/ansible/find-inventories.ts";
import { baseName, leftOutReason, pathKind } from "#server/ansible/repository-paths.ts";
import type { TreeFile } from "#server/ansible/tree.ts";
import { maxYamlBytes } from "#server/ansible/yaml-file.ts";
import { nameFault } from "./special-files.ts";

/** Files whose content tells something: YAML, settings, inventories, pages and links. */
export function isWanted(file: TreeFile): boolean {
  if (file.kind === "symlink") return true;
  if (file.kind !== "file" && file.kind !== "executable") return false;
  if (leftOutReason(file.path) !== null) return false;
  const kind = pathKind(file.path);
  if (kind === "markdown") return /(?:^|\/)(?:docs\/|README\.md$)/.test(file.path);
  if (kind !== "other") return !/(?:^|\/)roles\/[^/]+\/(?:templates|files)\//.test(file.path);
  return (
    /^(?:hosts|inventory)$/.test(baseName(file.path)) ||
    /(?:^|\/)(?:inventor(?:y|ies)|group_vars|host_vars)\//.test(file.path) ||
    (file.kind === "executable" && /hosts|inventor/i.test(baseName(file.path))) ||
    mayBeInventory(file.path, file.size)
  );
}

/** Why the content of a wanted file is not read, or null. */
export function unreadReason(file: TreeFile): string | null {
  return nameFault(file.path) ?? (file.size > maxYamlBytes ? "Larger than 1 MB." : null);
}
