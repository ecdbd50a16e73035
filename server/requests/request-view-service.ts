import type { AiService } from "#server/ai/ai-service.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import type { PhaseChange, RequestContext } from "#server/contracts/request.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { required } from "#server/lib/assert.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { recoveryOf } from "#server/planning/proposals-service.ts";
import { lastSeq } from "#server/platform/event-log.ts";
import type { Database } from "#server/platform/prisma.ts";
import { cardStatus } from "./domain/card-status.ts";
import { holdOf } from "./domain/hold-words.ts";
import { endOf } from "./domain/request-end.ts";
import { isFailure } from "./domain/request-state.ts";
import { findLinks, type RequestLinks } from "./follow-repository.ts";
import {
  type ActiveRequests,
  countActiveIn,
  findNewestRequest,
  findPhaseChanges,
  findRequest,
  findRequests,
  findRequestsOf,
  type StoredRequest,
} from "./requests-repository.ts";

export { isFailure };

/** Requests as people see them: the card, the inbox, the history of phases. Reads only. */
export class RequestViewService {
  private readonly deps: {
    db: Database;
    ai: Pick<AiService, "spendOf">;
    plans: PlansService;
    execution: ExecutionService;
  };

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
    const plan = await this.deps.plans.find(planId);
    if (plan === null) throw new AppError("plan_not_found");
    return this.view(plan.requestId);
  }

  /** Views of requests, oldest first. As many statements for hundreds of them as for one. */
  async viewsOfRequests(requestIds: readonly string[]): Promise<RequestView[]> {
    return this.toViews(await findRequests(this.deps.db, requestIds));
  }

  /** Views of a conversation's newest requests, oldest first, at most 200. */
  async viewsOf(conversationId: string): Promise<RequestView[]> {
    return this.toViews(await findRequestsOf(this.deps.db, conversationId));
  }

  /** The newest request of a conversation that has a plan: what "it" speaks of. */
  async latestPlanned(conversationId: string): Promise<RequestView | null> {
    const request = await findNewestRequest(this.deps.db, conversationId, "planned");
    return request === null ? null : this.toView(request);
  }

  /** How many plans need a decision and how many are carried out, by conversation; none of either is missing. */
  activeIn(conversationIds: readonly string[]): Promise<ReadonlyMap<string, ActiveRequests>> {
    return countActiveIn(this.deps.db, conversationIds);
  }

  private async toView(request: StoredRequest): Promise<RequestView> {
    const [view] = await this.toViews([request]);
    return required(view, "the view of a request");
  }

  private async toViews(requests: readonly StoredRequest[]): Promise<RequestView[]> {
    const requestIds = requests.map(({ id }) => id);
    const [plans, versions, links, used] = await Promise.all([
      this.deps.plans.newestOf(requestIds),
      this.deps.plans.versionsOf(requestIds),
      findLinks(this.deps.db, requestIds),
      this.deps.ai.spendOf(requestIds),
    ]);
    const tasks = await this.deps.execution.withWaits(
      await this.deps.execution.tasksOfPlans([...plans.values()].map(({ id }) => id)),
    );
    return requests.map((request) => {
      const plan = plans.get(request.id) ?? null;
      return toView(request, {
        plan,
        versions: versions.get(request.id) ?? [],
        tasks: plan === null ? [] : (tasks.get(plan.id) ?? []),
        modelUse: required(used.get(request.id), "what models did for a request"),
        ...linksIn(links.get(request.id)),
      });
    });
  }

  /** The newest plan of a request, or the one version that has the id itself. @throws plan_not_found */
  async livePlan(id: string): Promise<Plan> {
    const plan = (await this.deps.plans.newest(id)) ?? (await this.deps.plans.find(id));
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
    const plans = await this.deps.plans.awaiting();
    const requestIds = plans.map(({ requestId }) => requestId);
    const requests = new Map(
      (await findRequests(this.deps.db, requestIds)).map((request) => [request.id, request]),
    );
    const items = plans.flatMap((plan): InboxItem[] => {
      const request = requests.get(plan.requestId);
      if (request === undefined) return [];
      const { conversationId, submittedBy } = request;
      return [{ ...plan, conversationId, submittedBy }];
    });
    return { items, seq };
  }
}

function linksIn(links: RequestLinks | undefined): Pick<RequestView, "follows" | "followedBy"> {
  const next = links?.followedBy ?? null;
  return {
    follows: links?.follows ?? null,
    followedBy: next === null ? null : { requestId: next.requestId, isOpen: next.end === null },
  };
}

function toView(
  request: StoredRequest,
  own: Pick<RequestView, "plan" | "versions" | "tasks" | "modelUse" | "follows" | "followedBy">,
): RequestView {
  const { plan, tasks } = own;
  // A preview is made again from the card of the plan it is about.
  const end =
    request.purpose === "preview"
      ? null
      : endOf(request.phase, plan?.status ?? null, request.context.hold);
  const card =
    plan === null
      ? null
      : cardStatus(
          plan,
          request.phase,
          tasks.map((task) => task.status),
        );
  return {
    requestId: request.id,
    conversationId: request.conversationId,
    text: request.text,
    purpose: request.purpose,
    phase: request.phase,
    reason: request.reason,
    hold: holdOf(request),
    submittedBy: request.submittedBy,
    card,
    end,
    recovery: recoveryOf({ end, plan, tasks }),
    checks: request.checks,
    ...own,
  };
}
