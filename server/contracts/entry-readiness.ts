import type { CatalogEntry, Need } from "./playbook.ts";

/** What must be given before an entry can be planned; hosts and answers are asked for on the way. */
export function blockingNeeds({ needs }: Pick<CatalogEntry, "needs">): Need[] {
  return needs.filter(({ kind }) => kind === "role" || kind === "inventory");
}

/** True for an entry that a request can be planned with as things are. */
export function isReady(entry: Pick<CatalogEntry, "needs" | "refusals">): boolean {
  return entry.refusals.length === 0 && blockingNeeds(entry).length === 0;
}

const words: Readonly<Record<Need["kind"], (name: string) => string>> = {
  role: (name) => `the role ${name}`,
  collection: (name) => `the collection ${name}`,
  inventory: (name) => (name === "" ? "an inventory" : `an inventory for ${name}`),
  secret: (name) => `the secret ${name}`,
  target: (name) => `hosts for ${name}`,
  answer: (name) => `a value for ${name}`,
};

/** A need as it stands in a sentence: "the role geerlingguy.docker". */
export function needText({ kind, name, vaultId }: Need): string {
  return vaultId === undefined ? words[kind](name) : `the ${name}`;
}

/** Anchor on the Playbooks page of what a repository needs, with the buttons that give it. */
export function doctorAnchor(repositoryId: string): string {
  return `repository-${repositoryId}`;
}
