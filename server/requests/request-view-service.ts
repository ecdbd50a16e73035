import type { InboxItem } from "#server/contracts/api.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import type { PhaseChange } from "#server/contracts/request.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlanningService } from "#server/planning/planning-service.ts";
import { lastSeq } from "#server/platform/event-log.ts";
import type { Database } from "#server/platform/prisma.ts";
import { cardStatus } from "./domain/card-status.ts";
import {
  findPhaseChanges,
  findRequest,
  findRequestsOf,
  type RequestContext,
  type StoredRequest,
} from "./requests-repository.ts";

/** Requests as people see them: the card, the inbox, the history of phases. Reads only. */
export class RequestViewService {
  private readonly deps: { db: Database; planning: PlanningService; execution: ExecutionService };

  constructor(deps: RequestViewService["deps"]) {
    this.deps = deps;
  }

  /** Everything a plan card needs. @throws not_found */
  async view(requestId: string): Promise<RequestView> {
    const request = await findRequest(this.deps.db, requestId);
    if (request === null) throw new AppError("not_found");
    return this.toView(request);
  }

  /** @throws plan_not_found */
  async viewOfPlan(planId: string): Promise<RequestView> {
    const plan = await this.deps.planning.find(planId);
    if (plan === null) throw new AppError("plan_not_found");
    return this.view(plan.requestId);
  }

  /** Views of a conversation's requests, oldest first. */
  async viewsOf(conversationId: string): Promise<RequestView[]> {
    const requests = await findRequestsOf(this.deps.db, conversationId);
    return Promise.all(requests.map((request) => this.toView(request)));
  }

  private async toView(request: StoredRequest): Promise<RequestView> {
    const versions = await this.deps.planning.versions(request.id);
    const plan = versions[0] ?? null;
    const tasks = plan === null ? [] : await this.deps.execution.tasksOf(plan.id);
    return {
      requestId: request.id,
      conversationId: request.conversationId,
      text: request.text,
      phase: request.phase,
      reason: request.reason,
      submittedBy: request.submittedBy,
      card:
        plan === null
          ? null
          : cardStatus(
              plan,
              request.phase,
              tasks.map((task) => task.status),
            ),
      plan,
      tasks,
      checks: request.checks,
      versions: versions.map(({ id, version, status, digest }) => ({
        planId: id,
        version,
        status,
        digest,
      })),
    };
  }

  /** The newest plan of a request, or the one version that has the id itself. @throws plan_not_found */
  async livePlan(id: string): Promise<Plan> {
    const [newest] = await this.deps.planning.versions(id);
    const plan = newest ?? (await this.deps.planning.find(id));
    if (plan === null) throw new AppError("plan_not_found");
    return plan;
  }

  async phases(requestId: string): Promise<{ phases: PhaseChange[] }> {
    return { phases: await findPhaseChanges(this.deps.db, requestId) };
  }

  /** @throws not_found */
  async context(requestId: string): Promise<{ context: RequestContext }> {
    const request = await findRequest(this.deps.db, requestId);
    if (request === null) throw new AppError("not_found");
    return { context: request.context };
  }

  /** Plans that wait for a decision, oldest first, with the place to follow `inbox` from. */
  async inbox(): Promise<{ items: InboxItem[]; seq: number }> {
    const seq = await lastSeq(this.deps.db, "inbox");
    const items: InboxItem[] = [];
    for (const plan of await this.deps.planning.awaiting()) {
      const request = await findRequest(this.deps.db, plan.requestId);
      if (request === null) continue;
      items.push({
        requestId: request.id,
        conversationId: request.conversationId,
        planId: plan.id,
        version: plan.version,
        summary: plan.body.summary,
        risk: plan.body.risk,
        hosts: [...new Set(plan.body.tasks.flatMap((task) => task.hosts))],
        submittedBy: request.submittedBy,
        createdAt: plan.createdAt,
        expiresAt: plan.expiresAt,
      });
    }
    return { items, seq };
  }
}
