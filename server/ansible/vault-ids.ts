const vaultHeader = /\$ANSIBLE_VAULT;1\.[12];\w+(?:;([\w.-]{1,64}))?/g;
const maxIds = 20;

/** The ids that content of a file was encrypted for by ansible-vault; `default` where it names none, empty where nothing is. */
export function vaultIdsIn(text: string): readonly string[] {
  if (!text.includes("$ANSIBLE_VAULT;")) return [];
  const found = [...text.matchAll(vaultHeader)].map((match) => match[1] ?? "default");
  return [...new Set(found)].slice(0, maxIds);
}

/** The group or host whose variables a file holds, by where it lies; null where it holds for every host. */
export function ownerOfVariables(path: string): { kind: "group" | "host"; name: string } | null {
  const match = /(?:^|\/)(group_vars|host_vars)\/([^/]+)/.exec(path);
  if (match === null) return null;
  const name = (match[2] ?? "").replace(/\.(?:ya?ml|json)$/i, "");
  if (match[1] === "host_vars") return { kind: "host", name };
  return name === "all" || name === "ungrouped" ? null : { kind: "group", name };
}
