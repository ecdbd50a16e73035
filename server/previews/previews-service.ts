import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService, PreviewRule } from "#server/catalog/catalog-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import type {
  Preview,
  PreviewReport,
  PreviewVerdict,
  StartPreviewBody,
} from "#server/contracts/preview.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { ProposalsService } from "#server/planning/proposals-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import type { DecisionsService } from "#server/requests/decisions-service.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import { type RequestsService, settledPhases } from "#server/requests/requests-service.ts";
import { filesToKeep } from "./domain/files-to-keep.ts";
import { obstacleSentence } from "./domain/obstacle-sentence.ts";
import { previewBody } from "./domain/preview-body.ts";
import { effectsOf } from "./domain/preview-effects.ts";
import { reportPreview } from "./domain/preview-report.ts";
import { isOver, previewState } from "./domain/preview-state.ts";
import { previewVerdict } from "./domain/preview-verdict.ts";
import {
  findNewestPreview,
  findPreview,
  findPreviewPhase,
  findUnrecorded,
  hasOpenPreview,
  insertPreview,
  type StoredPreview,
  saveReport,
} from "./previews-repository.ts";

const nudgeAfterMs = 30_000;
const nudgeUntilMs = 3_600_000;

/**
 * Looks at what a waiting plan would change: a request of its own carries it out in Ansible's check mode, approved by the
 * person who asks for it. The plan itself, its digest and its decision stay as they are.
 */
export class PreviewsService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly catalog: Pick<CatalogService, "previewObstacles" | "previewRule" | "entry">;
    readonly execution: Pick<ExecutionService, "runEvents">;
    readonly plans: Pick<
      PlansService,
      "open" | "lock" | "assertShown" | "find" | "isPreviewedUnasked"
    >;
    readonly proposals: Pick<ProposalsService, "seal" | "keepFiles">;
    readonly requests: Pick<RequestsService, "offerSealed">;
    readonly decisions: Pick<DecisionsService, "decideIn" | "replaceVersion">;
    readonly requestViews: Pick<RequestViewService, "view">;
  };

  constructor(deps: PreviewsService["deps"]) {
    this.deps = deps;
  }

  /**
   * Starts a preview of the version that the person saw. While one goes on, asking again gives the same one.
   *
   * @throws plan_not_found, plan_changed, plan_expired, plan_stale, already_decided, plan_invalid
   * @throws preview_refused where check mode would run something for real
   */
  async start(principal: Principal, planId: string, shown: StartPreviewBody): Promise<Preview> {
    const plan = await this.deps.plans.open(planId);
    this.deps.plans.assertShown(plan, { version: shown.planVersion, digest: shown.planDigest });
    await this.assertHarmless(plan);
    const proposal = await this.deps.proposals.seal(previewBody(plan.body));
    if (proposal.kind !== "plan")
      throw new AppError(
        "plan_invalid",
        proposal.kind === "none" ? { message: proposal.message } : {},
      );
    const { conversationId, text } = await this.deps.requestViews.view(plan.requestId);
    await inTransaction(this.deps.db, async (tx) => {
      // Presses wait for each other here: the second finds what the first began.
      this.deps.plans.assertShown(await this.deps.plans.lock(tx, planId), {
        version: shown.planVersion,
        digest: shown.planDigest,
      });
      if (await hasOpenPreview(tx, planId, settledPhases)) return;
      const asked = { conversationId, text, purpose: "preview", proposal } as const;
      const own = await this.deps.requests.offerSealed(tx, principal, asked);
      await insertPreview(tx, { requestId: own.requestId, planId });
      await this.deps.audit.record(tx, {
        type: "preview.asked",
        actor: actorOf(principal),
        subject: { requestId: plan.requestId, planId },
        facts: { digest: plan.digest, previewRequestId: own.requestId },
      });
      const target = { planId: own.id, version: own.version, digest: own.digest };
      await this.deps.decisions.decideIn(tx, principal, target, { decision: "approve" });
    });
    const started = await this.newest(planId);
    if (started === null) throw new AppError("not_found");
    return started;
  }

  /**
   * Job `preview.start`: previews a plan by the standing order of whoever set its repository so. Idempotent; keyed by plan.
   * What can't be previewed waits for its decision as it would without.
   */
  async startByRule(planId: string): Promise<void> {
    const plan = await this.deps.plans.find(planId);
    if (plan === null || (await findNewestPreview(this.deps.db, planId)) !== null) return;
    const rule = await this.deps.catalog.previewRule(plan.body.repositoryId);
    if (rule === null || rule.when === "asked") return;
    const shown = { planVersion: plan.version, planDigest: plan.digest };
    try {
      await this.start(principalOf(rule), planId, shown);
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.deps.log.info({ planId, code: error.code }, "a plan was not previewed unasked");
    }
  }

  /**
   * Makes a version of a waiting plan that first keeps the files which its preview named, so that they can be put back. It
   * waits for its own approval.
   *
   * @throws plan_not_found, plan_changed, plan_expired, plan_stale, already_decided, plan_invalid
   * @throws invalid_state without a preview that named such files
   */
  async keepFiles(
    principal: Principal,
    planId: string,
    shown: StartPreviewBody,
  ): Promise<RequestView> {
    const plan = await this.deps.plans.open(planId);
    this.deps.plans.assertShown(plan, { version: shown.planVersion, digest: shown.planDigest });
    const report = (await findNewestPreview(this.deps.db, planId))?.report ?? null;
    if (report === null)
      throw new AppError("invalid_state", {
        message: "Preview the plan first: that names the files.",
      });
    const found = filesToKeep(report, plan.body);
    if (found.kind === "none") throw new AppError("invalid_state", { message: found.message });
    const { places, gaps } = found;
    const store = sha256OfJson({ planId, places }).slice(0, 32);
    const files = { store, places, asRoot: await this.becomesRoot(plan) };
    const version = await this.deps.proposals.keepFiles(plan, files, gaps);
    await inTransaction(this.deps.db, (tx) =>
      this.deps.decisions.replaceVersion(tx, actorOf(principal), plan, version),
    );
    return this.deps.requestViews.view(plan.requestId);
  }

  /** Whether any of a plan's playbooks asks for the rights of another user. */
  private async becomesRoot({ body }: Plan): Promise<boolean> {
    const ids = body.tasks.flatMap(({ entryId }) => (entryId === null ? [] : [entryId]));
    const entries = await Promise.all(ids.map((id) => this.deps.catalog.entry(id)));
    return entries.some(({ usesBecome }) => usesBecome);
  }

  /** The newest preview of a plan; null where there is none. @throws plan_not_found */
  async view(planId: string): Promise<{ preview: Preview | null }> {
    if ((await this.deps.plans.find(planId)) === null) throw new AppError("plan_not_found");
    return { preview: await this.newest(planId) };
  }

  /**
   * Job `preview.record`: stores what an ended preview saw, and its hash in the audit. Idempotent; keyed by request, of
   * which the first report counts.
   */
  async record(requestId: string): Promise<void> {
    const { db, audit, requestViews } = this.deps;
    const stored = await findPreview(db, requestId);
    if (stored === null || stored.report !== null) return;
    const view = await requestViews.view(requestId);
    if (!isOver(previewState(view))) return;
    const report = await this.reportOf(view);
    const plan = await this.deps.plans.find(stored.planId);
    await inTransaction(db, async (tx) => {
      if (!(await saveReport(tx, requestId, report))) return;
      await audit.record(tx, {
        type: "preview.made",
        actor: systemActor,
        subject: { requestId: plan?.requestId ?? requestId, planId: stored.planId },
        facts: { sha256: sha256OfJson(report), previewRequestId: requestId, ...report.counts },
      });
      await enqueue(tx, [{ name: "plan.apply_rules", planId: stored.planId }]);
      await announceRequest(tx, {
        requestId: plan?.requestId ?? requestId,
        conversationId: view.conversationId,
      });
    });
  }

  /** Nudges what ended within the last hour and was not written down: its job was lost. */
  async sweep(): Promise<void> {
    const now = this.deps.clock.now().getTime();
    const span = { from: new Date(now - nudgeUntilMs), to: new Date(now - nudgeAfterMs) };
    const requestIds = await findUnrecorded(this.deps.db, span, settledPhases);
    if (requestIds.length === 0) return;
    const jobs = requestIds.map((requestId) => ({ name: "preview.record" as const, requestId }));
    await inTransaction(this.deps.db, (tx) => enqueue(tx, jobs));
  }

  /** What a plan's preview says to whoever decides without looking, in the transaction that decides. */
  async verdictOf(tx: Tx, plan: Plan): Promise<PreviewVerdict> {
    const stored = await findNewestPreview(tx, plan.id);
    if (stored === null)
      return { kind: (await this.deps.plans.isPreviewedUnasked(tx, plan)) ? "awaited" : "none" };
    const phase = await findPreviewPhase(tx, stored.requestId);
    return previewVerdict({ phase, report: stored.report }, plan.body);
  }

  private async newest(planId: string): Promise<Preview | null> {
    const stored = await findNewestPreview(this.deps.db, planId);
    return stored === null ? null : this.toPreview(stored);
  }

  private async toPreview(stored: StoredPreview): Promise<Preview> {
    const view = await this.deps.requestViews.view(stored.requestId);
    const report = stored.report ?? (await this.reportOf(view));
    return {
      planId: stored.planId,
      requestId: stored.requestId,
      state: previewState(view),
      reason:
        view.reason ?? view.tasks.find(({ pausedReason }) => pausedReason)?.pausedReason ?? null,
      askedBy: view.submittedBy,
      askedAt: stored.createdAt.toISOString(),
      runs: view.tasks.flatMap(({ taskKey, runs }) => {
        const run = runs.at(-1);
        return run === undefined ? [] : [{ taskKey, runId: run.id }];
      }),
      report: report.hosts.length === 0 ? null : report,
      ...(await this.consequences(stored, view, report)),
    };
  }

  /** What follows from a report once it is whole; files are kept from the one that was recorded. */
  private async consequences(
    { planId, report: recorded }: StoredPreview,
    view: RequestView,
    report: PreviewReport,
  ): Promise<Pick<Preview, "effects" | "keepableFiles">> {
    const isWhole = previewState(view) === "made" && report.hosts.length > 0;
    const plan = isWhole ? await this.deps.plans.find(planId) : null;
    if (plan === null) return { effects: null, keepableFiles: 0 };
    const found = recorded === null ? null : filesToKeep(recorded, plan.body);
    const places = found?.kind === "files" ? found.places : [];
    return {
      effects: effectsOf(report, plan.body, secondsOf(view)),
      keepableFiles: places.reduce((sum, { paths }) => sum + paths.length, 0),
    };
  }

  private async reportOf({ tasks }: RequestView): Promise<PreviewReport> {
    const runs = tasks.map(async ({ taskKey, runs }) => {
      const run = runs.at(-1);
      const events = run === undefined ? [] : await this.deps.execution.runEvents(run.id);
      return { taskKey, events };
    });
    return reportPreview(await Promise.all(runs));
  }

  /** @throws preview_refused naming what check mode would run for real, or may */
  private async assertHarmless({ body }: Plan): Promise<void> {
    const paths = [...new Set(body.tasks.flatMap(({ files }) => files.map(({ path }) => path)))];
    const obstacles = await this.deps.catalog.previewObstacles(
      { treeId: body.treeId, lock: body.requirementsLock },
      { paths, isOpen: body.tasks.some(({ dynamicIncludes }) => dynamicIncludes === true) },
    );
    if (obstacles.length > 0)
      throw new AppError("preview_refused", { message: obstacleSentence(obstacles) });
  }
}

/** How long the last runs of all tasks took together; null where one has not ended. */
function secondsOf({ tasks }: RequestView): number | null {
  const runs = tasks.map((task) => task.runs.at(-1));
  let sum = 0;
  for (const run of runs) {
    if (run?.finishedAt == null) return null;
    sum += Date.parse(run.finishedAt) - Date.parse(run.spawnedAt ?? run.claimedAt);
  }
  return Math.ceil(sum / 1_000);
}

/** Who a preview by a rule is asked for and approved by: the person who set it so, through the rule that the history names. */
function principalOf({ repositoryId, repositoryName, setBy }: PreviewRule): Principal {
  const rule = { ruleId: `preview:${repositoryId}`, name: `Preview plans of ${repositoryName}` };
  return { ...setBy, role: "admin", sessionId: rule.ruleId, rule };
}
