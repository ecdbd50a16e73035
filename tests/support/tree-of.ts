import { createHash } from "node:crypto";
import { buildTree, type Tree } from "#server/ansible/tree.ts";

/**
 * A tree from paths and contents, for tests. A path that ends in `!` is executable; content that starts with `->` is
 * the target of a link.
 */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const contents = new Map<string, string>();
  const listing = Object.entries(files).map(([name, content]) => {
    const path = name.replace(/!$/, "");
    const isLink = content.startsWith("->");
    const text = isLink ? content.slice(2).trim() : content;
    contents.set(path, text);
    const kind = isLink ? "symlink" : name.endsWith("!") ? "executable" : "file";
    const blob = createHash("sha1").update(text).digest("hex");
    return { path, kind, blob, size: text.length } as const;
  });
  const listed = new Map(listing.map((file) => [file.path, file]));
  return buildTree(listed, { text: (file) => contents.get(file.path) });
}
