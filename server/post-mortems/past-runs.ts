import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { LockChange } from "#server/contracts/dependency.ts";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import type { Difference, Differences, PostMortemReport } from "#server/contracts/post-mortem.ts";
import type { ExecutionService, GoodRun, RunEntry } from "#server/execution/execution-service.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import { compareRuns, type RunConditions } from "./domain/differences.ts";
import { endingOf } from "./domain/past-ending.ts";

/** Where earlier runs of a playbook, and what lies between two of them, are read. */
export interface PastSources {
  readonly catalog: Pick<CatalogService, "commitsBetween" | "lockChanges">;
  readonly execution: Pick<ExecutionService, "goodRun">;
  readonly requestViews: Pick<RequestViewService, "view">;
}

/** A task of a plan, and the agent that ran it. */
export interface PlannedRun {
  readonly plan: Plan;
  readonly planned: PlanTask;
  readonly agentName: string | null;
}

/** What differs from the last run of the same playbook that went well before an instant. */
export async function compareWithLastGood(
  sources: PastSources,
  failed: PlannedRun,
  before: Date,
): Promise<PostMortemReport["comparison"]> {
  const good = await sources.execution.goodRun(entryOf(failed), {
    ...{ before, notOf: failed.plan.requestId },
  });
  if (good === null) return { kind: "never_ran_well" };
  const differences = await differencesBetween(sources, ofGood(good), ofPlanned(failed), failed);
  const { requestId, endedAt } = good;
  return { kind: "compared", requestId, endedAt: endedAt.toISOString(), differences };
}

/** How an earlier failure ended: by the next run of its playbook that went well, in a sentence. */
export async function endingAfter(
  sources: PastSources,
  { requestId, cause, endedAt }: PostMortemReport,
): Promise<string> {
  const failed = await plannedOf(sources, requestId, cause.taskKey);
  if (failed === null) return "Nothing more is known of it.";
  const after = new Date(endedAt);
  const next = await sources.execution.goodRun(entryOf(failed), { after });
  if (next === null) return endingOf(null);
  const secondsLater = (next.endedAt.getTime() - after.getTime()) / 1_000;
  const differences = compareRuns(ofPlanned(failed), ofGood(next));
  return endingOf({ differences, secondsLater });
}

async function plannedOf(
  { requestViews }: PastSources,
  requestId: string,
  taskKey: string | null,
): Promise<PlannedRun | null> {
  try {
    const { plan, tasks } = await requestViews.view(requestId);
    const planned = plan?.body.tasks.find((task) => task.taskKey === taskKey);
    if (plan == null || planned === undefined) return null;
    const task = tasks.find((one) => one.taskKey === taskKey);
    return { plan, planned, agentName: task?.agentName ?? null };
  } catch (error) {
    if (isAppError(error, "not_found")) return null;
    throw error;
  }
}

async function differencesBetween(
  { catalog }: PastSources,
  before: RunConditions,
  after: RunConditions,
  { plan: { body } }: PlannedRun,
): Promise<Differences> {
  const found = compareRuns(before, after);
  const { commits } = found;
  const paths = (commits?.touched ?? []).map(({ path }) => path);
  const [log, changes] = await Promise.all([
    commits === null
      ? []
      : catalog.commitsBetween(body.repositoryId, { from: commits.from, to: commits.to, paths }),
    catalog.lockChanges(before.requirementsLock, after.requirementsLock),
  ]);
  return {
    ...found,
    commits: commits === null ? null : { ...commits, log },
    versions: [...found.versions, ...changes.map(toDifference)],
  };
}

function toDifference({ kind, name, change, from, to }: LockChange): Difference {
  return {
    name: `${kind === "role" ? "Role" : "Collection"} ${name}`,
    before: change === "added" ? null : (from ?? "no version"),
    after: change === "removed" ? null : (to ?? "no version"),
  };
}

/** Of a role or a tag the path says too little; a playbook stays the same when it is renamed. */
function entryOf({ plan: { body }, planned }: PlannedRun): RunEntry {
  const { entryPath: path, entryKind: kind, name } = planned;
  const isNamed = kind === "role" || kind === "tag";
  return { repositoryId: body.repositoryId, path, kind, name: isNamed ? name : null };
}

function ofPlanned({ plan: { body }, planned, agentName }: PlannedRun): RunConditions {
  const { commit, inventoryPath, requirementsLock } = body;
  const { inventorySource = null, ansible = null } = body;
  return {
    ...{ task: planned, commit, inventoryPath, requirementsLock, agentName },
    ...{ inventorySource, ansible },
  };
}

function ofGood({ body, agentName }: GoodRun): RunConditions {
  return { ...body, agentName };
}
