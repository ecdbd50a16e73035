import { folderOf, joinPath } from "#server/ansible/repository-paths.ts";
import type { Tree, TreeFile } from "#server/ansible/tree.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";

const maxFileBytes = 200 * 1024 * 1024;
const maxLinkHops = 10;

/** Warnings of special files: what the tree holds that Chiffon never writes out or follows. */
export function specialFileWarnings(tree: Tree): ScanWarning[] {
  const warnings: ScanWarning[] = [];
  for (const file of tree.files.values()) {
    const message =
      fileFault(file) ?? (file.kind === "symlink" ? linkFault(tree, file.path) : null);
    if (message !== null) {
      warnings.push({ path: file.path.slice(0, 300), line: null, message });
    }
  }
  return warnings;
}

const faults = new WeakMap<TreeFile, string | null>();

/** Why a file is left out of the tree that runs use, or null. */
export function fileFault(file: TreeFile): string | null {
  const known = faults.get(file);
  if (known !== undefined) return known;
  const fault = nameFault(file.path) ?? kindFault(file);
  faults.set(file, fault);
  return fault;
}

/** Why nothing of that name is used, or null. */
export function nameFault(path: string): string | null {
  const parts = path.split("/");
  const odd = parts.some((part) => /^(?:|\.{1,2}|\.git)$/i.test(part));
  if (odd) return "A name that no honest repository holds: left out.";
  if ([...path].some((char) => char < " " || char === "\u007f"))
    return "A name that holds control characters: left out.";
  if (path.includes("\uFFFD")) return "A name that is not UTF-8: left out.";
  // Bytes are three times the characters at most, so short parts need no counting.
  const long = parts.some(
    (part) => part.length > 85 && new TextEncoder().encode(part).length > 255,
  );
  return path.length > 1_000 || long ? "A name that is too long: left out." : null;
}

function kindFault({ kind, size }: TreeFile): string | null {
  if (kind === "submodule") return "A git submodule: its content is not used.";
  if (kind === "other") return "Not a regular file: left out.";
  return size > maxFileBytes ? "Larger than 200 MB: left out." : null;
}

/**
 * Links are written only in the form `../../folder/file`: their upward steps start from a real folder, so text alone
 * proves that they stay inside, and what follows can only pass links of the same kind.
 */
export function staysInside(linkPath: string, target: string): boolean {
  if (
    target === "" ||
    target.includes("\0") ||
    /[^/.]\/+\.\.(?:\/|$)|\.\.[^/.]|[^/]\.\.\//.test(target)
  )
    return false;
  return joinPath(folderOf(linkPath), target) !== null;
}

function linkFault(tree: Tree, path: string): string | null {
  const text = tree.linkText(path);
  if (text !== null && !staysInside(path, text)) {
    return "A link that leads out of the repository: left out.";
  }
  let at: string | null = path;
  for (let hop = 0; hop <= maxLinkHops && at !== null; hop++) {
    if (tree.isFolder(at) || tree.resolve(at) !== null) return null;
    at = tree.linkTarget(at);
  }
  return "A link that leads to nothing in this repository, or in a circle.";
}
