import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runPaths } from "./run-directory.ts";

/** Links for a run's input directory, by absolute path, to what they lead to. */
export type RunLinks = Readonly<Record<string, string>>;

const maxCollections = 50;

/**
 * Where collections of the repository's own, whose source the approved files hold anywhere, have to be seen for Ansible
 * to find them: `ansible_collections/NAMESPACE/NAME` leading to the folder of each `galaxy.yml`. The first of a name
 * counts, as in the scan; those that lie below such a folder already are left alone.
 */
export function ownCollectionLinks(
  tree: string,
  files: readonly { readonly path: string }[],
  runDir: string,
): RunLinks {
  const links: Record<string, string> = {};
  for (const path of files
    .map((file) => file.path)
    .filter(isSource)
    .slice(0, maxCollections)) {
    const full = join(tree, path);
    const place = existsSync(full) ? placeOf(readFileSync(full, "utf8")) : null;
    if (place === null) continue;
    const link = join(runPaths(runDir).ownCollections, "ansible_collections", place);
    links[link] ??= dirname(full);
  }
  return links;
}

function isSource(path: string): boolean {
  return (
    /^galaxy\.ya?ml$/.test(basename(path)) &&
    !path.startsWith(".chiffon-") &&
    !`/${path}`.includes("/ansible_collections/")
  );
}

function placeOf(text: string): string | null {
  const value = (key: string) =>
    new RegExp(`^${key}:[ \\t]*["']?([a-z_][a-z0-9_]*)["']?[ \\t]*(?:#.*)?\\r?$`, "m").exec(
      text,
    )?.[1];
  const [namespace, name] = [value("namespace"), value("name")];
  return namespace === undefined || name === undefined ? null : join(namespace, name);
}
