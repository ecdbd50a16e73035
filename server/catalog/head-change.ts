import { codeFolders, folderOf } from "#server/ansible/repository-paths.ts";
import type { BlobRef } from "#server/contracts/playbook.ts";
import type { GitRepository } from "./git-reader.ts";

/** What became of a plan's files since it was made. */
export type HeadChange =
  | { readonly kind: "same"; readonly head: string }
  | {
      readonly kind: "changed";
      readonly head: string;
      readonly why: string;
      readonly changedPaths: readonly string[];
    };

const listed = 3;

/**
 * Compares the branch as it is now with the files a plan uses. Equal heads cost one ask to a standing process; a moved
 * head costs one ask per file. A file that was added where Ansible would pick it up by itself counts as well, and any
 * added file where an include is dynamic.
 *
 * @throws repository_unreadable when the branch is missing
 */
export async function compareHead(
  repository: GitRepository,
  plannedCommit: string,
  files: readonly BlobRef[],
  options: { dynamicIncludes?: boolean } = {},
): Promise<HeadChange> {
  const head = await repository.resolveHead();
  if (head === plannedCommit) return { kind: "same", head };
  const now = await repository.blobsAt(
    head,
    files.map((file) => file.path),
  );
  const changed = files.filter((file) => now.get(file.path) !== file.blob).map((file) => file.path);
  const isUsed = options.dynamicIncludes === true ? () => true : pickedUp(files);
  const added = await addedPaths(repository, plannedCommit, head, isUsed);
  const changedPaths = [...new Set([...changed, ...added])].sort();
  if (changedPaths.length === 0) return { kind: "same", head };
  return { kind: "changed", head, changedPaths, why: describe(changedPaths, head) };
}

async function addedPaths(
  repository: GitRepository,
  from: string,
  to: string,
  isUsed: (path: string) => boolean,
): Promise<string[]> {
  // The planned commit may be missing after a rewritten history; the files themselves were compared above.
  const changes = await repository.changedPaths(from, to).catch(() => []);
  return changes
    .filter((change) => change.change === "added" && isUsed(change.path))
    .map((change) => change.path);
}

const pickedUpFolders = new Set([...codeFolders, "group_vars", "host_vars"]);

/** Folders whose new files change a run although nothing names them: variables, code, and the roles in use. */
function pickedUp(files: readonly BlobRef[]): (path: string) => boolean {
  const folders = new Set([""]);
  const roots = new Set<string>();
  for (const { path } of files) {
    folders.add(folderOf(path));
    const role = /^(.*?(?:^|\/)roles\/[^/]+)\//.exec(path)?.[1];
    if (role !== undefined) roots.add(role);
    for (const [at, part] of path.split("/").entries()) {
      if (pickedUpFolders.has(part)) folders.add(path.split("/").slice(0, at).join("/"));
    }
  }
  return (path) => {
    const parts = path.split("/");
    return parts.some((part, at) => {
      const before = parts.slice(0, at).join("/");
      if (at > 0 && roots.has(before)) return true;
      return pickedUpFolders.has(part) && folders.has(before) && at < parts.length - 1;
    });
  };
}

function describe(paths: readonly string[], head: string): string {
  const more = paths.length > listed ? ` and ${paths.length - listed} more` : "";
  return `${paths.slice(0, listed).join(", ")}${more} changed (commit ${head.slice(0, 8)})`;
}
