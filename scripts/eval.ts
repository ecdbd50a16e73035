import { existsSync } from "node:fs";
import path from "node:path";
import { answerRequest } from "#server/catalog/domain/match-answer.ts";
import { buildMatchIndex, type MatchIndex } from "#server/catalog/domain/match-index.ts";
import { ScanThread } from "#server/catalog/scan-thread.ts";
import { type Figures, figuresOf, type Judged, judge } from "#tests/eval/figures.ts";
import { type LabelledRepository, readLabels } from "#tests/eval/labels.ts";
import { openFolder, readOption } from "./catalog/open-folder.ts";

/**
 * `npm run eval -- --repos DIR [--split tune|held|all] [--only NAME,NAME] [--json] [--misses]`: how well the matcher
 * answers the labelled requests of tests/eval. DIR holds clones named owner+name; the example needs none. `--only` counts
 * repositories whose names hold one of these. `--misses` lists what went wrong in the tuning part; the held-out part is
 * only counted.
 */
async function main(): Promise<void> {
  const folder = readOption("--repos");
  const split = optionValue("--split") ?? "tune";
  const only = optionValue("--only")?.split(",") ?? [""];
  const chosen = readLabels()
    .filter(({ part }) => split === "all" || part === split)
    .filter(({ name }) => only.some((wanted) => name.includes(wanted)));
  const thread = new ScanThread();
  const judged: Judged[] = [];
  const skipped: string[] = [];
  for (const repository of chosen) {
    const place = placeOf(folder, repository.name);
    if (place === null) skipped.push(repository.name);
    else judged.push(...judgeAll(repository, await readIndex(thread, place)));
  }
  await thread.close();
  const report = { split, skipped, ...figuresOf(judged), byRepository: byRepository(judged) };
  const lines = process.argv.includes("--json") ? [JSON.stringify(report)] : describe(report);
  const held = new Set(chosen.filter(({ part }) => part === "held").map(({ name }) => name));
  const shown = process.argv.includes("--misses")
    ? judged.filter(({ repository }) => !held.has(repository)).flatMap(describeMiss)
    : [];
  process.stdout.write(`${[...shown, ...lines].join("\n")}\n`);
}

function optionValue(name: string): string | null {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

/** A clone may lie in `owner+name` itself or in a folder `repo` in it. */
function placeOf(folder: string, name: string): string | null {
  if (name === "homelab") return path.resolve("examples/homelab");
  const places = [path.join(folder, name, "repo"), path.join(folder, name)];
  return places.find((place) => existsSync(place)) ?? null;
}

async function readIndex(thread: ScanThread, folder: string): Promise<MatchIndex> {
  const opened = await openFolder(folder);
  const scan = await thread.scan(opened.repository, opened.name, opened.treeId);
  await opened.close();
  return buildMatchIndex(scan.entries.map((entry, at) => ({ ...entry, id: String(at) })));
}

function judgeAll(repository: LabelledRepository, index: MatchIndex): Judged[] {
  return repository.labels.map((label) =>
    judge(repository.name, label, answerRequest(index, label.request)),
  );
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
      ...[figures.matchPrecision, figures.wrongMatch].map(cell),
      ...Object.values(figures.byKind).map(cell),
    ].join(" ");
  const head =
    "requests top1 top3 auroc precision wrong exact misspelt action description refuse".split(" ");
  return [
    ["".padEnd(42), ...head.map((name) => name.slice(0, 6).padStart(6))].join(" "),
    ...Object.entries(report.byRepository).map(([name, figures]) => one(name, figures)),
    one("all", report),
    ...(report.skipped.length === 0 ? [] : [`not there: ${report.skipped.join(", ")}`]),
  ];
}

function cell(value: number): string {
  return String(value).padStart(6);
}

function describeMiss(one: Judged): string[] {
  const { label, decision, candidates } = one;
  const isRight =
    label.kind === "refuse" ? decision === "none" : one.rank === 0 && decision !== "none";
  if (isRight) return [];
  const found = candidates.slice(0, 3).map(({ path, confidence }) => `${confidence} ${path}`);
  return [
    `${label.kind} [${decision}] ${one.repository.slice(0, 12)}: ${label.request}`,
    `    wanted ${label.paths.join(" ") || "nothing"}; found ${found.join(", ") || "nothing"}`,
  ];
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
