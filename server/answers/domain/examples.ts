import { isReady } from "#server/contracts/entry-readiness.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import { slugify } from "#server/lib/ids.ts";

/** Sentences that are offered at most. */
export const maxPrompts = 6;

/** What sentences are made of: nothing that is not this owner's. */
export interface ExampleSources {
  readonly playbooks: readonly CatalogEntry[];
  /** Ids of people's own repositories, apart from the example that comes along. */
  readonly own: ReadonlySet<string>;
  readonly hostNames: readonly string[];
  /** Entries that ran well lately, the most often used first. */
  readonly usedEntryIds: readonly string[];
}

/** What can be asked here: two habits first, then people's own repositories, then the rest of the catalog. At most six. */
export function examples({ playbooks, own, hostNames, usedEntryIds }: ExampleSources): string[] {
  const byId = new Map(playbooks.map((entry) => [entry.id, entry]));
  const used = usedEntryIds.map((id) => byId.get(id)).filter((entry) => entry !== undefined);
  const habits = used.filter((entry) => isReady(entry) && entry.kind !== "page").map(sentenceOf);
  const ofOwn = sentences(playbooks.filter(({ repositoryId }) => own.has(repositoryId)));
  // Something happened here that can be asked about.
  const record = used.length > 0 ? ["What happened today?"] : [];
  const prompts = [
    ...[...new Set(habits)].slice(0, 2),
    ...ofOwn.slice(0, 3),
    ...whole(playbooks, hostNames),
    ...sentences(playbooks),
  ];
  return [...new Set([...prompts.slice(0, maxPrompts - record.length), ...record])];
}

/** Names of playbooks as people would say them: three that deploy, two that change little. */
export function sentences(playbooks: readonly CatalogEntry[]): string[] {
  const entries = playbooks.filter((entry) => isReady(entry) && entry.kind !== "page");
  const known = entries.filter(({ service }) => service !== null);
  const deploys = known.filter((entry) => entry.verbs[0] === "deploy");
  const others = known.filter((entry) => entry.verbs[0] !== "deploy" && entry.risk !== "high");
  const plain = entries.filter((entry) => entry.service === null && entry.kind === "playbook");
  return [...deploys.slice(0, 3), ...others.slice(0, 2), ...plain.slice(0, 2)].map(sentenceOf);
}

const saidOf: Partial<Record<Verb, string>> = {
  deploy: "Set up",
  configure: "Set up",
  update: "Update",
  remove: "Remove",
  backup: "Back up",
  restore: "Restore",
  restart: "Restart",
};

/** An entry's name; with its verb before it where the name is one word, as roles have it: "Set up caddy". */
function sentenceOf({ name, verbs }: CatalogEntry): string {
  const plain = name.replace(/[.\s]+$/, "");
  const said = /\s/.test(plain) ? undefined : saidOf[verbs[0] ?? "run"];
  return said === undefined ? plain : `${said} ${plain}`;
}

/** A whole errand of several playbooks, where the catalog and the fleet have what it names. */
function whole(playbooks: readonly CatalogEntry[], hostNames: readonly string[]): string[] {
  const hasKuma = playbooks.some(
    (entry) => isReady(entry) && slugify(entry.service ?? "") === "uptime-kuma",
  );
  return hasKuma && hostNames.includes("homelab")
    ? ["Deploy Kuma Uptime to homelab and add existing portals to config"]
    : [];
}
