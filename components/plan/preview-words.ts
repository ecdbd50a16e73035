import type { PreviewCounts, PreviewReport, PreviewStep } from "#server/contracts/preview.ts";
import { plural } from "#server/lib/units.ts";

/** What a preview found, in one sentence: "Would make 3 changes on nas1: /etc/app.conf, /srv/app and 2 more places". */
export function previewSentence({ counts, hosts, steps }: PreviewReport): string {
  if (hosts.every(({ isReached }) => !isReached)) return "No host could be reached.";
  const { changes, unseen, unknown, fails } = counts;
  if (changes > 0) {
    const where = hosts.filter((one) => one.counts.changes > 0).map(({ host }) => host);
    const what = shortList(changedThings(steps), "places");
    return `Would make ${plural(changes, "change")} on ${shortList(where)}${what === "" ? "" : `: ${what}`}.`;
  }
  if (fails > 0) return `${plural(fails, "step")} would fail as things stand.`;
  return unseen + unknown > 0 ? "No change that can be seen beforehand." : "Nothing would change.";
}

/** How much of the plan a preview could see: "14 of 17 steps looked at, 2 would run unseen, 1 can't be known before". */
export function coverageSentence(counts: PreviewCounts): string {
  const { changes, same, condition, fails, unseen, unknown } = counts;
  const seen = changes + same + condition + fails;
  const all = seen + unseen + unknown;
  const parts = [`${seen} of ${plural(all, "step")} looked at`];
  if (unseen > 0) parts.push(`${unseen} would run unseen`);
  if (unknown > 0) parts.push(`${unknown} can't be known before a real run`);
  return `${parts.join(", ")}.`;
}

/** Steps that are the same but for the host, in the order of the run. */
export interface PreviewGroup {
  readonly key: string;
  readonly step: PreviewStep;
  readonly all: readonly PreviewStep[];
}

export function groupSteps(steps: readonly PreviewStep[]): PreviewGroup[] {
  const groups = new Map<string, PreviewStep[]>();
  for (const step of steps) {
    const key = JSON.stringify([step.taskKey, step.ansibleTask, step.place, step.kind]);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups].flatMap(([key, all]) => {
    const [step] = all;
    return step === undefined ? [] : [{ key, step, all }];
  });
}

/** Files where Ansible names them, else what its steps are called. */
function changedThings(steps: readonly PreviewStep[]): string[] {
  const changing = steps.filter(({ kind }) => kind === "changes");
  const things = changing.flatMap(({ ansibleTask, diffs }) => {
    const paths = diffs.flatMap(({ path }) => path ?? []);
    return paths.length > 0 ? paths : [ansibleTask];
  });
  return [...new Set(things)];
}

/** At most three names, and how many more. */
function shortList(names: readonly string[], what = "hosts"): string {
  const shown = names.length > 3 ? names.slice(0, 2) : names;
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more ${what}` : shown.join(", ");
}
