import { firstProse, plainText, titleOf } from "#server/ansible/markdown.ts";
import { leftOutReason, stemOf } from "#server/ansible/repository-paths.ts";
import type { TreeReader } from "#server/ansible/tree.ts";
import { isGenericName } from "#server/language/generic-names.ts";
import { knownServices } from "#server/language/thesaurus/thesaurus.ts";
import { compact } from "#server/language/words.ts";
import type { ScannedEntry } from "./scan-types.ts";

const pagePattern = /(?:^|\/)docs\/(?:[^/]+\/){0,4}[^/]+\.md$/i;
const servicePattern = /(?:^|\/)docs\/(?:services?|apps?|applications?|roles)\//i;
const maxPages = 2_000;

/** Paths of a tree that may be pages of services. */
export function findPages(paths: readonly string[]): string[] {
  return paths
    .filter((path) => pagePattern.test(path) && leftOutReason(path) === null)
    .slice(0, maxPages);
}

/**
 * Of the pages under docs/ those whose service the repository's own playbooks and roles do not name: in collections
 * that configure everything by variables they are the only place where a service stands.
 */
export function uncoveredPages(
  pages: readonly ScannedEntry[],
  others: readonly ScannedEntry[],
): ScannedEntry[] {
  const covered = new Set(
    others.flatMap((entry) => (entry.service === null ? [] : [compact(entry.service)])),
  );
  return pages.filter((page) => !covered.has(compact(page.service ?? "")));
}

/** The entry of a page, or null when it describes no service. */
export function pageEntry(tree: TreeReader, path: string): ScannedEntry | null {
  const text = tree.text(path);
  const stem = stemOf(path).replace(/^configuring-playbook-(?:service-|bot-|bridge-|client-)?/, "");
  if (text === null || isGenericName(stem) || /^(?:readme|index|faq|changelog)$/i.test(stem))
    return null;
  if (!servicePattern.test(path) && !knownServices.has(compact(stem))) return null;
  const title = titleOf(text) ?? stem;
  // A page that tells how to get rid of what the repository once had.
  if (/\((?:removed|deprecated|discontinued)\)/i.test(title)) return null;
  const prose = plainText(text);
  return {
    kind: "page",
    path,
    name: title,
    service: stem.toLowerCase(),
    verbs: ["deploy"],
    aliases: aliasesOf(title, stem),
    description: firstProse(text) ?? "",
    searchText: prose,
    modules: [],
    images: [],
    tags: [],
    hostPatterns: [],
    variables: [],
    checks: [],
    idempotent: false,
    usesBecome: false,
    needs: [],
    refusals: ["This is a page that describes a service, not something that can be run."],
    dynamicIncludes: false,
    note: null,
    highValue: false,
    estimatedSeconds: null,
    files: tree.refs([path]),
    requiresAnsible: [],
    risk: "low",
    riskReasons: [],
  };
}

/** "Collabora Online Development Edition (CODE)" is known by both names. */
function aliasesOf(title: string, stem: string): string[] {
  const inside = /\(([^()]{2,40})\)/.exec(title)?.[1] ?? "";
  const names = [title.replace(/\s*\([^()]*\)/g, ""), inside].map((name) => name.trim());
  return names.filter(
    (name) => name !== "" && name.length <= 60 && compact(name) !== compact(stem),
  );
}

/** Adds what a page says of a service to an entry that deploys it and says little itself. */
export function withPage(entry: ScannedEntry, page: ScannedEntry | undefined): ScannedEntry {
  if (page === undefined || !entry.verbs.includes("deploy")) return entry;
  return {
    ...entry,
    aliases: [...new Set([...entry.aliases, ...page.aliases])].slice(0, 50),
    description: entry.description === "" ? page.description : entry.description,
    searchText: `${entry.searchText}\n${page.description}\n${page.searchText}`.slice(0, 8_000),
  };
}
