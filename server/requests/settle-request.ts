import { systemActor } from "#server/contracts/common.ts";
import type { GatedPhase } from "#server/contracts/gate.ts";
import type { CheckResult, Plan, TaskView } from "#server/contracts/plan.ts";
import type { HostCheckResult } from "#server/contracts/runner.ts";
import type { ConversationsService } from "#server/conversations/conversations-service.ts";
import { type ExecutionService, isTaskFinal } from "#server/execution/execution-service.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { checkWords } from "#server/lib/host-checks.ts";
import { findUnneeded } from "#server/lib/join-policy.ts";
import { plural } from "#server/lib/units.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { inTrace } from "#server/platform/trace.ts";
import { isExecuting, type RequestEvent } from "./domain/request-state.ts";
import type { PhaseMove, RequestLifecycle } from "./request-lifecycle.ts";
import { findRequest, type StoredRequest } from "./requests-repository.ts";
import { runChecks } from "./service-check.ts";

const checksTimeoutMs = 15 * 60_000;

/** A step that nobody but Chiffon takes. */
interface Step {
  readonly event: RequestEvent;
  readonly reason: string | null;
}

/** Leg 7: takes a request whose tasks are over to its end, through its checks where it has some, and says so once. */
export class SettleRequest {
  private readonly deps: {
    db: Database;
    plans: PlansService;
    execution: ExecutionService;
    conversations: ConversationsService;
    lifecycle: RequestLifecycle;
  };

  /** Requests whose checks run in this process: a repeated nudge does not start them twice. */
  private readonly verifying = new Set<string>();

  constructor(deps: SettleRequest["deps"]) {
    this.deps = deps;
  }

  /** Job `request.settle`. Idempotent; keyed by request. */
  async run(requestId: string): Promise<void> {
    const request = await findRequest(this.deps.db, requestId);
    if (request === null || !isExecuting(request.phase)) return;
    await inTrace(request.traceId, () => this.settle(request));
  }

  private async settle(request: StoredRequest): Promise<void> {
    const plan = await this.deps.plans.newest(request.id);
    if (plan === null || (plan.status !== "approved" && plan.status !== "stale")) return;
    const tasks = await this.deps.execution.tasksOf(plan.id);
    if (!tasks.every((task) => isTaskFinal(task.status))) return;
    if (request.purpose === "preview") return this.end(request, afterPreview(tasks), []);
    const bad = endWithoutChecks(plan, tasks);
    if (bad === null) await this.verify(request, plan, tasks);
    else await this.end(request, bad);
  }

  private async verify(
    request: StoredRequest,
    plan: Plan,
    tasks: readonly TaskView[],
  ): Promise<void> {
    if (this.verifying.has(request.id)) return;
    this.verifying.add(request.id);
    try {
      const hasChecks = plan.body.tasks.some((task) => task.checks.length > 0);
      // Without checks both steps are one transaction: nobody sees the request verify nothing.
      const verifying = hasChecks ? await this.beginChecks(request) : request;
      if (verifying === null) return;
      const checks = hasChecks ? await checkAll(plan, tasks) : [];
      await this.end(verifying, afterChecks(checks), checks);
    } finally {
      this.verifying.delete(request.id);
    }
  }

  /** @returns the request as it stands then, null when somebody moved it first */
  private beginChecks(request: StoredRequest): Promise<StoredRequest | null> {
    if (request.phase === "verification") return Promise.resolve(request);
    return inTransaction(this.deps.db, async (tx) => {
      const step = { event: "verify", actor: systemActor } as const;
      const phase = await this.deps.lifecycle.move(tx, request, step);
      return phase === "verification" ? findRequest(tx, request.id) : null;
    });
  }

  /** The request in its verification; null where it is held before that. */
  private async verified(
    tx: Tx,
    request: StoredRequest,
    step: Pick<PhaseMove, "checks" | "sight">,
  ): Promise<StoredRequest | null> {
    if (request.phase !== "execution") return request;
    const phase = await this.deps.lifecycle.mustMove(tx, request, {
      ...{ event: "verify", actor: systemActor, ...step },
    });
    return phase === "blocked" ? null : findRequest(tx, request.id);
  }

  /** Ends the request and says what came of it; does nothing when somebody moved it first. */
  private async end(request: StoredRequest, last: Step, checks?: CheckResult[]): Promise<void> {
    try {
      await inTransaction(this.deps.db, (tx) => this.endIn(tx, request, last, checks));
    } catch (error) {
      if (!isAppError(error, "invalid_state")) throw error;
    }
  }

  private async endIn(
    tx: Tx,
    request: StoredRequest,
    last: Step,
    checks?: CheckResult[],
  ): Promise<void> {
    const { conversations, lifecycle } = this.deps;
    const note = last.reason === null && checks !== undefined ? checksPassed(checks) : undefined;
    const left: GatedPhase[] =
      request.phase === "execution" ? ["execution", "verification"] : ["verification"];
    // Only a good end passes gates; what they decide by is read once for all of them.
    const sight = last.event === "finish" ? await lifecycle.look(tx, request, left) : undefined;
    const isHeldBack = sight !== undefined && lifecycle.missingFor(sight, request, left).length > 0;
    if (request.purpose === "work" && !isHeldBack)
      await conversations.say(tx, request, [{ kind: "outcome", requestId: request.id }]);
    const isVerified = sight === undefined || checks === undefined;
    const current = isVerified ? request : await this.verified(tx, request, { checks, sight });
    if (current === null) return;
    await lifecycle.mustMove(tx, current, {
      ...last,
      ...{ actor: systemActor, checks },
      ...(sight === undefined ? {} : { sight }),
      ...(note === undefined ? {} : { note }),
    });
  }
}

/** How a request ends whose tasks did not all do what was approved; null where they did. */
function endWithoutChecks(plan: Plan, tasks: readonly TaskView[]): Step | null {
  if (plan.status === "stale") {
    const why = plan.staleReason ?? "what it uses has changed";
    return { event: "cancel", reason: `the plan turned stale: ${why}` };
  }
  const needed = neededOf(plan, tasks);
  const failed = needed.find(({ status }) => status === "failed");
  if (failed !== undefined)
    return { event: "fail", reason: failed.message ?? `"${failed.name}" failed` };
  const cancelled = needed.filter(({ status }) => status === "cancelled");
  if (cancelled.length === 0) return null;
  const asked = cancelled.find(({ hold }) => hold?.state === "asking");
  return { event: "cancel", reason: asked?.message ?? "stopped before everything had run" };
}

/** Tasks that the plan did not do without: see `joinPolicy`. */
function neededOf(plan: Plan, tasks: readonly TaskView[]): TaskView[] {
  const planned = new Map(plan.body.tasks.map((task) => [task.taskKey, task]));
  const joined = tasks.map((task) => ({
    ...task,
    dependsOn: planned.get(task.taskKey)?.dependsOn ?? [],
    joinPolicy: planned.get(task.taskKey)?.joinPolicy,
  }));
  const unneeded = new Set(findUnneeded(joined).map(({ task }) => task.id));
  return tasks.filter(({ id }) => !unneeded.has(id));
}

/** A preview is made where Ansible came to its end anywhere, whatever it met there. */
function afterPreview(tasks: readonly TaskView[]): Step {
  if (tasks.some(({ status }) => status === "cancelled"))
    return { event: "cancel", reason: "stopped before it had looked at everything" };
  const failed = tasks.find(({ status }) => status === "failed");
  const hasReport = tasks.some(({ runs }) => (runs.at(-1)?.outcome?.hosts.length ?? 0) > 0);
  return failed !== undefined && !hasReport
    ? { event: "fail", reason: failed.message ?? "the look could not be made" }
    : { event: "finish", reason: null };
}

async function checkAll(plan: Plan, tasks: readonly TaskView[]): Promise<CheckResult[]> {
  const signal = AbortSignal.timeout(checksTimeoutMs);
  const checks: CheckResult[] = [];
  for (const planned of plan.body.tasks) {
    const task = tasks.find(({ taskKey }) => taskKey === planned.taskKey);
    checks.push(...(await runChecks(planned, signal, toldByRun(task))));
  }
  return checks;
}

/** What the newest attempt at a task told of the checks on its hosts. */
function toldByRun(task: TaskView | undefined): HostCheckResult[] {
  const newest = task?.runs.toSorted((a, b) => b.attempt - a.attempt)[0];
  return newest?.outcome?.checks ?? [];
}

/** Done when every check that could be made passed; the first that did not says why it failed. */
function afterChecks(checks: readonly CheckResult[]): Step {
  const bad = checks.find((check) => !check.ok && check.isUnresolved !== true);
  return bad === undefined
    ? { event: "finish", reason: null }
    : { event: "fail", reason: `The check ${checkWords(bad)} did not pass: ${bad.message}` };
}

function checksPassed(checks: readonly CheckResult[]): string {
  const made = checks.filter((check) => check.isUnresolved !== true);
  const left = checks.length - made.length;
  const passed = `${made.filter((check) => check.ok).length} of ${plural(made.length, "check")} passed`;
  return left === 0 ? passed : `${passed}, ${plural(left, "check")} could not be made`;
}
