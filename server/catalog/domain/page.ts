import { isGenericName } from "./identity.ts";
import { leftOutReason, stemOf } from "./repository-paths.ts";
import { plainText } from "./role.ts";
import type { ScannedEntry } from "./scan-types.ts";
import { knownServices } from "./thesaurus/thesaurus.ts";
import type { TreeReader } from "./tree.ts";
import { compact } from "./words.ts";

const pagePattern = /^docs\/(?:services?|apps?|roles?|playbooks?|configuring[^/]*)?\/?[^/]+\.md$/i;
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
  pages: readonly (ScannedEntry | null)[],
  others: readonly ScannedEntry[],
): ScannedEntry[] {
  const covered = new Set(
    others.flatMap((entry) => (entry.service === null ? [] : [compact(entry.service)])),
  );
  return pages.flatMap((entry) =>
    entry === null || covered.has(compact(entry.service ?? "")) ? [] : [entry],
  );
}

/** The entry of a page, or null when it describes no service. */
export function pageEntry(tree: TreeReader, path: string): ScannedEntry | null {
  const text = tree.text(path);
  const stem = stemOf(path).replace(/^configuring-playbook-(?:service-|bot-|bridge-|client-)?/, "");
  if (text === null || isGenericName(stem) || /^(?:readme|index|faq|changelog)$/i.test(stem))
    return null;
  const inServices = /^docs\/(?:services?|apps?)\//i.test(path);
  if (!inServices && !knownServices.has(compact(stem))) return null;
  const title = /^#\s+(.+)$/m.exec(text)?.[1]?.trim() ?? stem;
  const prose = plainText(text);
  return {
    kind: "page",
    path,
    name: plainText(title).slice(0, 120),
    service: stem.toLowerCase(),
    verbs: ["deploy"],
    aliases: [],
    description: prose.slice(0, 300),
    searchText: prose,
    modules: [],
    images: [],
    tags: [],
    hostPatterns: [],
    variables: [],
    checks: [],
    idempotent: false,
    usesBecome: false,
    refusals: ["This is a page that describes a service, not something that can be run."],
    dynamicIncludes: false,
    note: null,
    estimatedSeconds: null,
    files: tree.refs([path]),
    risk: "low",
    riskReasons: [],
  };
}
