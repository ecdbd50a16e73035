import { stripVTControlCharacters } from "node:util";
import type { TaskView } from "#server/contracts/plan.ts";
import type { PostMortemReport } from "#server/contracts/post-mortem.ts";
import type { Run } from "#server/contracts/run.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { isFailure, type RequestViewService } from "#server/requests/request-view-service.ts";
import type { FailureRecord } from "./domain/assemble-report.ts";
import type { TaskFacts } from "./domain/causes.ts";
import { shortened } from "./domain/shortened.ts";

const mostRuns = 100;
const shownLines = 40;
const longestLine = 1_000;

/** Where what is known of a request is read. */
export interface RecordSources {
  readonly requestViews: Pick<RequestViewService, "view" | "phases">;
  readonly execution: Pick<ExecutionService, "runView" | "runLog">;
}

/** Reads what is known of a failed request. @throws not_found where there is none, or it did not fail */
export async function readFailure(
  { requestViews, execution }: RecordSources,
  requestId: string,
): Promise<FailureRecord> {
  const [view, { phases }] = await Promise.all([
    requestViews.view(requestId),
    requestViews.phases(requestId),
  ]);
  const last = phases.at(-1);
  if (last === undefined || !isFailure(last))
    throw new AppError("not_found", {
      message:
        view.end === null
          ? "That request still goes on: what went wrong is worked out once it has failed."
          : "That request did not fail, so there is nothing to explain.",
    });
  const eventsOf = await readEventsOf(execution, view.tasks);
  const tasks = (view.plan?.body.tasks ?? []).flatMap((planned): TaskFacts[] => {
    const task = view.tasks.find(({ taskKey }) => taskKey === planned.taskKey);
    if (task === undefined) return [];
    const run = newestOf(task);
    return [{ planned, task, run, events: run === null ? [] : (eventsOf.get(run.id) ?? []) }];
  });
  const events = [...eventsOf.values()].flat();
  return { view, phases, endedAt: last.at, tasks, events };
}

async function readEventsOf(
  execution: RecordSources["execution"],
  tasks: readonly TaskView[],
): Promise<Map<string, RunEvent[]>> {
  const runs = tasks.flatMap((task) => task.runs).slice(-mostRuns);
  const events = new Map<string, RunEvent[]>();
  for (const { id } of runs) events.set(id, (await execution.runView(id)).events);
  return events;
}

function newestOf({ runs }: TaskView): Run | null {
  return runs.toSorted((a, b) => a.attempt - b.attempt).at(-1) ?? null;
}

/** The end of a run's kept output, as plain text. Its absence is a note, never an error. */
export async function readOutput(
  execution: RecordSources["execution"],
  runId: string | null,
): Promise<PostMortemReport["output"]> {
  if (runId === null) return { lines: [], note: "Nothing ran, so there is no output." };
  const { lineCount } = await execution.runView(runId);
  const fromLine = Math.max(1, lineCount - shownLines + 1);
  const { lines } = await execution.runLog(runId, { fromLine, count: shownLines });
  const note =
    lines.length > 0
      ? null
      : lineCount > 0
        ? "Its output is not kept any more."
        : "It printed nothing.";
  return { lines: lines.map(({ text }) => plainLine(text)), note };
}

function plainLine(text: string): string {
  const plain = stripVTControlCharacters(text).replace(/[^\P{Cc}\t]/gu, "\u{fffd}");
  return shortened(plain, longestLine);
}
