/** A file of an extracted tree, or its place there, as the repository knows it. */
export function repositoryPath(path: string): string {
  return path.replace(/^.*\/trees\/[0-9a-f]{40}\//, "");
}
