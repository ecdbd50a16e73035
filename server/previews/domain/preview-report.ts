import {
  type PreviewCounts,
  type PreviewKind,
  type PreviewReport,
  type PreviewStep,
  previewKindSchema,
} from "#server/contracts/preview.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import { repositoryPath } from "#server/lib/repository-path.ts";
import { splitDiff } from "./split-diff.ts";

/** What the check-mode run of one task wrote. */
export interface PreviewedTask {
  readonly taskKey: string;
  readonly events: readonly RunEvent[];
}

type HostResult = Extract<RunEvent, { type: "host.result" }>;
type Started = Pick<PreviewStep, "action" | "place">;

const maxSteps = 300;
/** Characters of all diffs together: a report is read with its card. */
const maxDiffText = 200_000;
const maxMessage = 1_000;
/** What Ansible does around the ansibleTasks of a playbook. */
const surroundings = new Set(["gather_facts", "setup", "meta", "include_tasks", "include_role"]);

/**
 * Sorts what check mode said of each ansibleTask on each host. What it can't know is not called skipped: Ansible's own
 * recap counts an unseen command, a condition that does not hold and one that can't be told yet as the same.
 */
export function reportPreview(tasks: readonly PreviewedTask[]): PreviewReport {
  const report = new Report();
  for (const task of tasks) report.add(task);
  return report.whole();
}

class Report {
  private readonly hosts = new Map<string, { counts: PreviewCounts; isReached: boolean }>();
  private readonly steps: PreviewStep[] = [];
  private room = maxDiffText;
  private isCut = false;

  add({ taskKey, events }: PreviewedTask): void {
    const started = startedOf(events);
    const touched = new Set<string>();
    for (const event of events) {
      if (event.type !== "host.result") continue;
      const own = started.get(event.taskId ?? "") ?? { action: "", place: null };
      const kind = this.count(event, own, touched.has(event.host));
      if (kind === null || kind === "same" || kind === "condition") continue;
      if (kind !== "fails") touched.add(event.host);
      this.steps.push({ taskKey, ...own, ...this.stepOf(event), kind });
    }
  }

  /** Counts a result for its host. @returns its kind; null for what is no ansibleTask of the playbook */
  private count(event: HostResult, { action }: Started, isTouched: boolean): PreviewKind | null {
    const host = this.hosts.get(event.host) ?? { counts: noCounts(), isReached: true };
    this.hosts.set(event.host, host);
    if (event.status === "unreachable") {
      host.isReached = false;
      return null;
    }
    const isAround = surroundings.has(action.split(".").at(-1) ?? "");
    if (isAround && event.status !== "failed") return null;
    const kind = kindOf(event, isTouched);
    host.counts[kind] += 1;
    return kind;
  }

  private stepOf(event: HostResult): Omit<PreviewStep, "taskKey" | "kind" | keyof Started> {
    const { files, isCut } = splitDiff(event.diff ?? "", this.room);
    this.room -= files.reduce((sum, { text }) => sum + text.length, 0);
    this.isCut ||= isCut;
    return {
      host: event.host,
      ansibleTask: event.ansibleTask,
      // What Ansible says of a skip misleads here: the kind tells why.
      message: event.status === "failed" ? event.message.slice(0, maxMessage) : "",
      diffs: files,
      notifies: event.preview?.notifies ?? [],
    };
  }

  whole(): PreviewReport {
    const named = [...this.hosts].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      counts: sumCounts(named.map(([, { counts }]) => counts)),
      hosts: named.map(([host, rest]) => ({ host, ...rest })),
      steps: this.steps.slice(0, maxSteps),
      stepsLeftOut: Math.max(0, this.steps.length - maxSteps),
      isCut: this.isCut,
    };
  }
}

function startedOf(events: readonly RunEvent[]): ReadonlyMap<string, Started> {
  const started = new Map<string, Started>();
  for (const event of events) {
    if (event.type !== "ansibleTask.started") continue;
    const place = event.path === undefined ? null : repositoryPath(event.path);
    started.set(event.taskId, { action: event.action, place });
  }
  return started;
}

/** @param isTouched something before it would change this host, or may: what it met is not what a real run will meet */
function kindOf({ status, preview, message }: HostResult, isTouched: boolean): PreviewKind {
  if (preview?.isOpen) return "unknown";
  if (preview?.notTried) return "unseen";
  switch (status) {
    case "changed":
      return "changes";
    case "failed":
      return isTouched ? "unknown" : "fails";
    case "skipped":
      return isSettledSkip(message) ? "condition" : "unseen";
    default:
      return "same";
  }
}

/** Skipped by its condition, for want of items, or because what it makes is there. Anything else is not proven harmless. */
function isSettledSkip(message: string): boolean {
  return /^(?:$|Conditional result was False|No items in the list|skipped, since|All items skipped)/i.test(
    message.trim(),
  );
}

function noCounts(): PreviewCounts {
  return { changes: 0, same: 0, unseen: 0, unknown: 0, condition: 0, fails: 0 };
}

function sumCounts(all: readonly PreviewCounts[]): PreviewCounts {
  const sum = noCounts();
  for (const kind of previewKindSchema.options)
    sum[kind] = all.reduce((total, counts) => total + counts[kind], 0);
  return sum;
}
