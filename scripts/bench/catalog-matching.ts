import { buildTree } from "#server/ansible/tree.ts";
import { buildCatalog } from "#server/catalog/domain/catalog-builder.ts";
import type { ScannedEntry } from "#server/catalog/domain/scan-types.ts";
import { buildMatchIndex, type MatchIndex } from "#server/matching/domain/match-index.ts";
import { match } from "#server/matching/domain/matcher.ts";
import { largeServiceName, rolesTree, servicePurpose } from "./catalog-tree.ts";
import { type Metric, median, metric, percentile } from "./report.ts";

const sizes = [1_000, 2_000, 5_000, 10_000];
const requests = 200;

/** Time of one match over 1,000 to 10,000 entries, beside one plain trigram pass over their names. */
export async function benchMatching(note: (line: string) => void): Promise<Metric[]> {
  note("building entries of 10,000 services");
  const all = entriesOf(10_000);
  const p95 = new Map<number, number>();
  const metrics: Metric[] = [];
  for (const size of sizes) {
    note(`${requests} requests over ${size} entries`);
    const entries = all.slice(0, size);
    const index = buildMatchIndex(entries.map((entry, at) => ({ ...entry, id: String(at) })));
    const times = timesOf(size, (request) => match(index, request));
    const floor = timesOf(size, trigramPass(entries));
    p95.set(size, percentile(times, 0.95));
    metrics.push(...figures(size, times, floor, index));
  }
  const growth = Math.log10((p95.get(10_000) ?? 0) / (p95.get(1_000) ?? 1));
  // 1 would be linear: ten times the entries, ten times the time.
  metrics.push(metric("match_growth_exponent", growth, "", { better: "lower", limit: null }));
  return metrics;
}

function figures(
  size: number,
  times: readonly number[],
  floor: readonly number[],
  index: MatchIndex,
): Metric[] {
  const name = `${size / 1000}k`;
  const limit = size === 1_000 ? 15 : size === 10_000 ? 40 : null;
  if (index.entries.length !== size)
    throw new Error(`${index.entries.length} entries, not ${size}`);
  return [
    metric(`match_ms_p95_${name}`, percentile(times, 0.95), "ms", { better: "lower", limit }),
    metric(`match_ms_p50_${name}`, median(times), "ms", { better: "lower", limit: null }),
    metric(`floor_trigram_pass_ms_${name}`, percentile(floor, 0.95), "ms", {
      better: "lower",
      limit: null,
    }),
  ];
}

/** One entry a service: those of playbooks, and of tags for the others. */
function entriesOf(count: number): ScannedEntry[] {
  const files = rolesTree(count);
  const listing = [...files].map(([path, text], at) => ({
    path,
    kind: "file" as const,
    blob: at.toString(16).padStart(40, "0"),
    size: text.length,
  }));
  const listed = new Map(listing.map((file) => [file.path, file]));
  const tree = buildTree(listed, { text: (file) => files.get(file.path) });
  const byService = new Map<string, ScannedEntry>();
  for (const entry of buildCatalog(tree, "bench").entries) {
    if (entry.service !== null && !byService.has(entry.service))
      byService.set(entry.service, entry);
  }
  return Array.from({ length: count }, (_, at) => byService.get(largeServiceName(at))).flatMap(
    (entry) => entry ?? [],
  );
}

/** Exact names, misspelt ones, actions, descriptions and things that are not there, in turn. */
function requestFor(round: number, size: number): string {
  const index = (round * 7_919) % size;
  const name = largeServiceName(index);
  const kinds = [
    `Deploy ${name}`,
    `please install ${misspell(name)} on alpha`,
    `restart ${name} and then update ${largeServiceName((index + 13) % size)}`,
    `I would like to have a ${servicePurpose(index)} at home`,
    "my cat needs a new basket for the winter, can you order one",
  ];
  return kinds[round % kinds.length] ?? name;
}

function misspell(name: string): string {
  const at = Math.floor(name.length / 2);
  return `${name.slice(0, at)}${name.slice(at + 1)}`;
}

function timesOf(size: number, answer: (request: string) => unknown): number[] {
  for (let round = 0; round < 20; round++) answer(requestFor(round, size));
  return Array.from({ length: requests }, (_, round) => {
    const startedAt = performance.now();
    answer(requestFor(round, size));
    return performance.now() - startedAt;
  });
}

/** What the cheapest typo-tolerant search must do: count shared trigrams with every name. */
function trigramPass(entries: readonly ScannedEntry[]): (request: string) => number {
  const postings = new Map<string, number[]>();
  for (const [number, { name, service }] of entries.entries()) {
    for (const gram of gramsOf(`${service ?? ""} ${name}`)) {
      postings.set(gram, [...(postings.get(gram) ?? []), number]);
    }
  }
  return (request) => {
    const shared = new Uint16Array(entries.length);
    for (const gram of gramsOf(request)) {
      for (const number of postings.get(gram) ?? []) shared[number] = (shared[number] ?? 0) + 1;
    }
    return shared.reduce((best, count) => Math.max(best, count), 0);
  };
}

function gramsOf(text: string): Set<string> {
  const padded = `  ${text.toLowerCase()} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
}
