import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { buildCatalog } from "#server/catalog/domain/catalog-builder.ts";
import { catalogEntrySchema } from "#server/contracts/playbook.ts";
import { stopWords } from "#server/language/stop-words.ts";
import { verbOfStem } from "#server/language/verbs.ts";
import { compact, wordsOf } from "#server/language/words.ts";
import { installedBy } from "#server/matching/domain/named-products.ts";
import type { MatchableEntry } from "#server/matching/domain/prepare-entry.ts";
import { treeOf } from "#tests/support/tree-of.ts";

const { kind, verbs } = catalogEntrySchema.shape;
const words = z.array(z.string()).default([]);

/**
 * What the matcher reads of one scanned entry, as facts: no sentence of the repository but the entry's own title, and
 * its texts only as the sorted set of their words.
 */
const entryFactsSchema = z.strictObject({
  kind,
  path: z.string(),
  name: z.string(),
  service: z.string().nullable().default(null),
  verbs: verbs.default([]),
  aliases: words,
  tags: words,
  roleFolder: z.string().optional(),
  /** How many container images it runs. */
  images: z.number().int().default(0),
  /** Names of its variables, and what modules it runs. */
  variables: words,
  modules: words,
  /** Verbs of those sentences of the description that begin with one. */
  leadingVerbs: words,
  /** Products that the description says it installs. */
  installs: words,
  /** Words of the description that its names lack, parted by spaces. */
  description: z.string().default(""),
  /** Words of its other texts that are in none of the above, parted by spaces. */
  text: z.string().default(""),
});
export type EntryFacts = z.infer<typeof entryFactsSchema>;

/** The file of a repository's entries, one a line. */
function entriesFile(repository: string): string {
  return path.resolve(import.meta.dirname, "entries", `${repository}.jsonl`);
}

/** Keeps the facts of a repository's entries for the tests. */
export function writeEntries(repository: string, entries: readonly MatchableEntry[]): void {
  const file = entriesFile(repository);
  const isEmpty = (value: unknown): boolean =>
    value === null || value === "" || value === 0 || (Array.isArray(value) && value.length === 0);
  const lines = entries.map((entry) => {
    const filled = Object.entries(factsOf(entry)).filter(([, value]) => !isEmpty(value));
    return `${JSON.stringify(Object.fromEntries(filled))}\n`;
  });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, lines.join(""));
}

/**
 * Entries of a labelled repository as the matcher takes them: the example's from its files, of any other those kept.
 * @throws where none are kept
 */
export function readEntries(repository: string): MatchableEntry[] {
  if (repository === "homelab") return scanFiles(filesBelow(path.resolve("examples/homelab")));
  const lines = readFileSync(entriesFile(repository), "utf8").split("\n").filter(Boolean);
  return lines.map((line, at) => entryOf(entryFactsSchema.parse(JSON.parse(line)), String(at)));
}

/** Entries of a repository that is given as texts by path. */
export function scanFiles(files: Readonly<Record<string, string>>): MatchableEntry[] {
  const { entries } = buildCatalog(treeOf(files), "repo");
  return entries.map((entry, at) => ({ ...entry, id: String(at) }));
}

function filesBelow(folder: string): Record<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = found
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name));
  return Object.fromEntries(
    files.map((file) => [path.relative(folder, file), readFileSync(file, "utf8")]),
  );
}

const maxNameLength = 100;
/** As far as the matcher reads into tags and texts. */
const maxTags = 30;
const maxTextWords = 160;
const maxDescriptionWords = 400;
const maxInside = 60;

/** Reduces an entry to what the matcher reads of it. */
export function factsOf(entry: MatchableEntry): EntryFacts {
  const name = entry.name.slice(0, maxNameLength);
  const named = wordsIn(`${entry.service ?? ""} ${entry.aliases.join(" ")} ${name}`);
  const described = without(wordsIn(entry.description, maxDescriptionWords), named);
  const known = [...named, ...described, ...wordsIn(entry.path)];
  return {
    kind: entry.kind,
    path: entry.path,
    name,
    service: entry.service,
    verbs: entry.verbs,
    aliases: entry.aliases,
    tags: entry.tags.slice(0, maxTags),
    roleFolder: entry.roleFolder,
    images: entry.images.length,
    variables: entry.variables.map((variable) => variable.name).slice(0, maxInside),
    modules: entry.modules.slice(0, maxInside),
    leadingVerbs: leadingVerbsOf(entry.description),
    installs: installedBy(entry).map(({ id }) => compact(id)),
    description: described.sort().join(" "),
    text: without(wordsIn(entry.searchText, maxTextWords), known).sort().join(" "),
  };
}

/** The verbs of each of the first sentences that begins with one: the matcher compares them with the entry's own. */
function leadingVerbsOf(description: string): string[] {
  const sentences = description.split(/[.|]\s/).slice(0, 3);
  return sentences.flatMap((sentence) => {
    const [first, ...rest] = wordsOf(sentence.slice(0, 60));
    if (first === undefined || verbOfStem(first.stem) === null) return [];
    const others = rest.filter((word) => verbOfStem(word.stem) !== null);
    return [first, ...others].map((word) => word.text).join(" ");
  });
}

/** Different words that can be asked for; identifiers and numbers are none. */
function wordsIn(text: string, limit = Number.POSITIVE_INFINITY): string[] {
  const found = text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  const isWord = (word: string): boolean =>
    !stopWords.has(word) && word.length <= 24 && !/^\d+$/.test(word);
  return [...new Set(found.slice(0, limit).filter(isWord))];
}

function without(list: readonly string[], known: readonly string[]): string[] {
  return list.filter((word) => !known.includes(word));
}

/**
 * An entry whose description says the facts in the places where the matcher looks for them: leading verbs in its first
 * sentences, products behind "installs", other words each in a line of its own, so that none stands behind a verb.
 */
function entryOf(facts: EntryFacts, id: string): MatchableEntry {
  const { variables, leadingVerbs, installs, description, text, images, ...same } = facts;
  const sentences = [0, 1, 2].map((at) => `${leadingVerbs[at] ?? ""}. `);
  const installing = installs.length === 0 ? "" : `installs ${installs.join(", ")}. `;
  return {
    ...same,
    id,
    description: `${sentences.join("")}${installing}${description.split(" ").join("\n")}`,
    searchText: text,
    images: Array.from({ length: images }, (_, at) => `image ${at}`),
    variables: variables.map((name) => ({ name })),
  };
}
