import { existsSync } from "node:fs";
import path from "node:path";
import { ScanThread } from "#server/catalog/scan-thread.ts";
import type { MatchableEntry } from "#server/matching/domain/prepare-entry.ts";
import { readEntries, writeEntries } from "#tests/eval/entries.ts";
import { type Figures, figuresOf, type Judged, judgeAll } from "#tests/eval/figures.ts";
import { type Label, labelKinds, readLabels } from "#tests/eval/labels.ts";
import { judgeAdvised, noErrors, realisticErrors } from "#tests/eval/scripted-model.ts";
import { openFolder, readOption } from "./catalog/open-folder.ts";

/**
 * `npm run eval -- [--repos DIR] [--split tune|train|held|unread|all] [--only NAME,NAME] [--json] [--misses] [--model gold|realistic] [--write-entries]`: how
 * well the matcher answers the labelled requests of tests/eval, on the entries kept there or, with `--repos`, on a scan
 * of the clones in DIR, named owner+name; the example needs none. `--only` counts repositories whose names hold one of
 * these. `--model` puts a scripted model at the side of the rules, one that knows the labels or one that errs too; see
 * tests/eval/scripted-model.ts. `--misses` lists what went wrong in the tuning part; the held-out part is only counted. `--write-entries` keeps
 * the entries that the scan found.
 */
async function main(): Promise<void> {
  const folder = process.argv.includes("--repos") ? readOption("--repos") : null;
  const split = optionValue("--split") ?? "tune";
  const only = optionValue("--only")?.split(",") ?? [""];
  const chosen = readLabels()
    .filter(({ part }) => split === "all" || part === split)
    .filter(({ name }) => only.some((wanted) => name.includes(wanted)));
  const judgeWith = judgeFor(optionValue("--model"));
  const thread = new ScanThread();
  const judged: Judged[] = [];
  const skipped: string[] = [];
  for (const repository of chosen) {
    const entries = await entriesFor(thread, folder, repository.name);
    if (entries === null) skipped.push(repository.name);
    else judged.push(...judgeWith(repository.name, repository.labels, entries));
  }
  await thread.close();
  const report = { split, skipped, ...figuresOf(judged), byRepository: byRepository(judged) };
  const lines = process.argv.includes("--json") ? [JSON.stringify(report)] : describe(report);
  const unseen = new Set(
    chosen.filter(({ part }) => part === "held" || part === "unread").map(({ name }) => name),
  );
  const shown = process.argv.includes("--misses")
    ? judged.filter(({ repository }) => !unseen.has(repository)).flatMap(describeMiss)
    : [];
  process.stdout.write(`${[...shown, ...lines].join("\n")}\n`);
}

function judgeFor(model: string | null): (...asked: AskedOfAll) => Judged[] {
  if (model === null) return (...asked) => judgeAll(...asked);
  const errors = { gold: noErrors, realistic: realisticErrors }[model];
  if (errors === undefined) throw new Error("usage: --model gold|realistic");
  return (...asked) => judgeAdvised(...asked, errors);
}

type AskedOfAll = [string, readonly Label[], readonly MatchableEntry[]];

function optionValue(name: string): string | null {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

/** The entries kept, or scanned where the repository lies; null where there is no clone. */
async function entriesFor(
  thread: ScanThread,
  clones: string | null,
  name: string,
): Promise<readonly MatchableEntry[] | null> {
  if (clones === null) return readEntries(name);
  const place = placeOf(clones, name);
  if (place === null) return null;
  const entries = await scanEntries(thread, place);
  if (name !== "homelab" && process.argv.includes("--write-entries")) writeEntries(name, entries);
  return entries;
}

/** A clone may lie in `owner+name` itself or in a folder `repo` in it. */
function placeOf(clones: string, name: string): string | null {
  if (name === "homelab") return path.resolve("examples/homelab");
  const places = [path.join(clones, name, "repo"), path.join(clones, name)];
  return places.find((place) => existsSync(place)) ?? null;
}

async function scanEntries(thread: ScanThread, folder: string): Promise<MatchableEntry[]> {
  const opened = await openFolder(folder);
  const scan = await thread.scan(opened.repository, opened.name, opened.treeId);
  await opened.close();
  return scan.entries.map((entry, at) => ({ ...entry, id: String(at) }));
}

function byRepository(judged: readonly Judged[]): Record<string, Figures> {
  const names = [...new Set(judged.map(({ repository }) => repository))];
  return Object.fromEntries(
    names.map((name) => [name, figuresOf(judged.filter(({ repository }) => repository === name))]),
  );
}

function describe(report: Figures & { byRepository: Record<string, Figures>; skipped: string[] }) {
  const one = (name: string, figures: Figures): string =>
    [
      name.padEnd(42),
      ...[figures.requests, figures.top1, figures.top3, figures.refusalAuroc].map(cell),
      ...[figures.matchPrecision, figures.matched, figures.refused].map(cell),
      ...labelKinds.map((kind) => cell(figures.byKind[kind] ?? "-")),
    ].join(" ");
  const head = [
    ...["requests", "top1", "top3", "auroc", "precision", "matched", "refused"],
    ...labelKinds,
  ];
  return [
    ["".padEnd(42), ...head.map((name) => name.slice(0, 6).padStart(6))].join(" "),
    ...Object.entries(report.byRepository).map(([name, figures]) => one(name, figures)),
    one("all", report),
    ...(report.skipped.length === 0 ? [] : [`not there: ${report.skipped.join(", ")}`]),
  ];
}

function cell(value: number | string): string {
  return String(value).padStart(6);
}

function describeMiss(one: Judged): string[] {
  const { label, decision, candidates } = one;
  const isRight = label.intents.length === 0 ? decision === "none" : one.isRight;
  if (isRight) return [];
  const found = candidates.slice(0, 3).map(({ path, confidence }) => `${confidence} ${path}`);
  return [
    `${label.kind} [${decision}] ${one.repository.slice(0, 12)}: ${label.request}`,
    `    wanted ${label.intents.flat().join(" ") || "nothing"}; found ${found.join(", ") || "nothing"}`,
  ];
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
