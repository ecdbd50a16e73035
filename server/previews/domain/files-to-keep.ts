import type { PlanBody } from "#server/contracts/plan.ts";
import type { PreviewReport, PreviewStep } from "#server/contracts/preview.ts";
import { type KeptFilesCommand, maxKeptFiles } from "#server/contracts/runner.ts";
import { plural } from "#server/lib/units.ts";

const maxHosts = 100;
const maxNamed = 3;

/** Files that can be kept before a plan runs, and what that does not cover; or why none can be. */
export type KeepableFiles =
  | {
      readonly kind: "files";
      readonly places: KeptFilesCommand["places"];
      /** A sentence; null where the preview saw everything. */
      readonly gaps: string | null;
    }
  | { readonly kind: "none"; readonly message: string };

/**
 * Reads from a preview which files a plan would change. Only what it named can be kept: the rest is said to be left out.
 * Files of Chiffon's own machine are none of them, since a run may write there where its playbook does and nowhere else.
 */
export function filesToKeep(report: PreviewReport, body: PlanBody): KeepableFiles {
  const own = new Set(
    body.tasks.flatMap(({ taskKey, profile }) => (profile === "isolated" ? [taskKey] : [])),
  );
  const byHost = new Map<string, Set<string>>();
  for (const step of report.steps.filter(({ taskKey }) => own.has(taskKey)))
    for (const path of changedPaths(step))
      byHost.set(step.host, (byHost.get(step.host) ?? new Set()).add(path));
  const places = [...byHost]
    .map(([host, paths]) => ({ host, paths: [...paths].sort() }))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
  if (places.length === 0)
    return { kind: "none", message: "The preview named no file that could be kept." };
  const full = places.find(({ paths }) => paths.length > maxKeptFiles);
  if (full !== undefined || places.length > maxHosts)
    return { kind: "none", message: tooMany(full?.host) };
  return { kind: "files", places, gaps: gapsOf(report, own) };
}

function tooMany(host: string | undefined): string {
  return host === undefined
    ? `At most ${maxHosts} hosts can have files kept.`
    : `It would change more than ${maxKeptFiles} files on ${host}; no more are kept.`;
}

/** Absolute paths as Ansible names them, and none that leads elsewhere than it reads. */
function changedPaths({ kind, diffs }: PreviewStep): string[] {
  if (kind !== "changes") return [];
  return diffs.flatMap(({ path }) => (path !== null && isPlain(path) ? [trimmed(path)] : []));
}

function isPlain(path: string): boolean {
  return (
    /^\/[^\p{Cc}]+$/u.test(path) &&
    path.length <= 1000 &&
    !/(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(path)
  );
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, "") : path;
}

/** What happens beside those files: what ran unseen, what nobody can know yet, and changes that name no file. */
function gapsOf(report: PreviewReport, own: ReadonlySet<string>): string | null {
  const missed = report.steps.filter(
    (step) => !own.has(step.taskKey) || step.kind !== "changes" || changedPaths(step).length === 0,
  );
  const names = [...new Set(missed.map(({ ansibleTask }) => `“${ansibleTask}”`))];
  const seen = new Set(report.steps.map(({ ansibleTask }) => ansibleTask));
  const notified = report.steps
    .flatMap(({ notifies }) => notifies)
    .filter((name) => !seen.has(name))
    .map((name) => `“${name}”`);
  const all = [...new Set([...names, ...notified])];
  const isPartial =
    report.isCut || report.stepsLeftOut > 0 || report.hosts.some((h) => !h.isReached);
  if (all.length === 0) return isPartial ? "The preview did not see everything." : null;
  const more = all.length - maxNamed;
  const listed =
    all.slice(0, maxNamed).join(", ") + (more > 0 ? ` and ${plural(more, "more step")}` : "");
  return `Putting them back does not undo ${listed}${isPartial ? ", nor what the preview did not see" : ""}.`;
}
