import { foldersUp } from "#server/ansible/repository-paths.ts";
import type { TreeReader } from "#server/ansible/tree.ts";
import { asText, isMapping } from "#server/ansible/values.ts";
import type { Closure } from "./closure.ts";
import type { ScannedEntry } from "./scan-types.ts";

const maxRequirements = 50;
const rangePattern = /^[\s\d.,<>=!*\w]{1,100}$/;

/** Which versions of Ansible the roles of a closure and the collections they lie in say they need. */
export function ansibleRequirements(
  tree: TreeReader,
  closure: Closure,
): ScannedEntry["requiresAnsible"] {
  const roles = [...closure.roles.values()].map(({ role }) => role);
  const found = new Map<string, string>();
  for (const { name, minAnsible } of roles) {
    if (minAnsible !== null) found.set(`role ${name}`, `>=${minAnsible}`);
  }
  const folders = [
    ...roles.map(({ folder }) => folder),
    ...closure.playbooks.map(folderOfPlaybook),
  ];
  for (const folder of new Set(folders.flatMap(foldersUp))) {
    const range = collectionRange(tree, folder);
    if (range !== null)
      found.set(`collection in ${folder === "" ? "this repository" : folder}`, range);
  }
  return [...found].slice(0, maxRequirements).map(([by, range]) => ({ by, range }));
}

function folderOfPlaybook({ path }: { readonly path: string }): string {
  return foldersUp(path)[1] ?? "";
}

/** `requires_ansible` of the collection whose root the folder is. */
function collectionRange(tree: TreeReader, folder: string): string | null {
  const path = folder === "" ? "meta/runtime.yml" : `${folder}/meta/runtime.yml`;
  const document = tree.has(path) ? tree.yaml(path)?.documents[0] : null;
  const range = isMapping(document) ? asText(document["requires_ansible"]) : null;
  return range !== null && rangePattern.test(range) ? range.replaceAll(/\s/g, "") : null;
}
