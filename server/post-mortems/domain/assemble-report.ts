import type { RequestView } from "#server/contracts/plan.ts";
import type { Cause, PostMortemReport } from "#server/contracts/post-mortem.ts";
import type { PhaseChange } from "#server/contracts/request.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import { adviseOn } from "./advice.ts";
import { headlineOf, type TaskFacts } from "./causes.ts";
import { changesBy } from "./host-changes.ts";
import { timelineOf } from "./timeline.ts";

const mostOthers = 20;

/** Everything that is known of a failed request, read from where it is stored. */
export interface FailureRecord {
  readonly view: RequestView;
  /** Oldest first. */
  readonly phases: readonly PhaseChange[];
  readonly endedAt: string;
  /** In plan order. */
  readonly tasks: readonly TaskFacts[];
  /** Of every run of the request. */
  readonly events: readonly RunEvent[];
}

/** What else a report says, worked out from other requests. */
export interface Findings extends Pick<PostMortemReport, "output" | "comparison" | "similar"> {
  /** By time; never empty. */
  readonly causes: readonly [Cause, ...Cause[]];
}

/** The report of a failed request. */
export function assembleReport(
  { view, phases, endedAt, tasks, events }: FailureRecord,
  { causes, output, comparison, similar }: Findings,
): PostMortemReport {
  const [cause, ...others] = causes;
  const failed = tasks.find(({ planned }) => planned.taskKey === cause.taskKey);
  const secretTrouble = failed?.run?.outcome?.secretTrouble ?? null;
  const timeoutSeconds = failed?.planned.timeoutSeconds ?? null;
  return {
    requestId: view.requestId,
    conversationId: view.conversationId,
    text: view.text,
    submittedBy: view.submittedBy,
    endedAt,
    headline: headlineOf(cause),
    cause,
    otherFailures: others.slice(0, mostOthers),
    otherFailuresOmitted: Math.max(0, others.length - mostOthers),
    output,
    timeline: timelineOf({ phases, tasks, causes }),
    changed: changesBy(events, cause.at),
    comparison,
    similar,
    suggestions: adviseOn({ cause, secretTrouble, comparison, timeoutSeconds }),
  };
}
