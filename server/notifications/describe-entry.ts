import type { SealedView } from "#server/audit/audit-service.ts";
import type { AuditType } from "#server/contracts/audit.ts";
import type { NotificationKind } from "#server/contracts/notification.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { Tx } from "#server/platform/prisma.ts";
import type { RequestsService } from "#server/requests/requests-service.ts";
import type { SchedulesService } from "#server/schedules/schedules-service.ts";
import type { WebhooksService } from "#server/webhooks/webhooks-service.ts";
import { budgetWords } from "./domain/budget-words.ts";
import type { RawFacts } from "./domain/notification-facts.ts";
import type { Settled } from "./notifications-repository.ts";

/** What an entry of the history has to tell. */
export interface Draft {
  readonly kind: NotificationKind;
  /** Whose work it is; null where it is nobody's. */
  readonly ownerId: string | null;
  readonly facts: RawFacts;
  readonly path: string;
}

/** What an entry comes to: something to tell, and what waits no longer. */
export interface Described {
  readonly draft: Draft | null;
  readonly settled: readonly Settled[];
}

/** The entries that there may be something to tell of, or that end a wait. */
export const toldTypes: readonly AuditType[] = [
  ...(["plan.proposed", "plan.approved", "plan.rejected", "plan.expired"] as const),
  ...(["plan.stale", "plan.superseded", "request.phase_changed"] as const),
  ...(["task.needs_review", "task.reviewed", "agent.went_offline", "agent.came_back"] as const),
  ...(["agent.removed", "schedule.held_back", "incident.opened"] as const),
  "budget.reached",
];

const ends = new Set(["done", "failed", "cancelled", "rejected", "timed_out"]);
const nothing: Described = { draft: null, settled: [] };

/** Reads what the history says into what people are told; asks for the words in the caller's transaction. */
export class DescribeEntry {
  private readonly deps: {
    readonly plans: Pick<PlansService, "find" | "newest">;
    readonly requests: Pick<RequestsService, "stored">;
    readonly schedules: Pick<SchedulesService, "askedBehind" | "madeRequest">;
    readonly webhooks: Pick<WebhooksService, "askedBehind" | "madeRequest">;
  };

  constructor(deps: DescribeEntry["deps"]) {
    this.deps = deps;
  }

  async describe(tx: Tx, entry: SealedView): Promise<Described> {
    switch (entry.view.type) {
      case "plan.proposed":
        return { draft: await this.approval(tx, entry), settled: [] };
      case "plan.approved":
      case "plan.rejected":
      case "plan.expired":
      case "plan.stale":
      case "plan.superseded":
        return { draft: null, settled: settledPlan(entry) };
      case "request.phase_changed":
        return this.phase(tx, entry);
      case "task.needs_review":
        return { draft: await this.review(tx, entry), settled: [] };
      case "task.reviewed":
        return { draft: null, settled: settledTask(entry) };
      case "schedule.held_back":
      case "incident.opened":
        return { draft: await this.heldBack(tx, entry), settled: [] };
      case "budget.reached":
        return { draft: budgetDraft(entry), settled: [] };
      default:
        return machine(entry);
    }
  }

  private async approval(tx: Tx, { view }: SealedView): Promise<Draft | null> {
    const { planId, requestId } = view;
    const plan = planId === null ? null : await this.deps.plans.find(planId, tx);
    // A rule may have approved it, or a person, before anybody needed telling.
    if (plan?.status !== "awaiting_approval" || requestId === null) return null;
    return this.ofRequest(tx, "approval_waiting", requestId, { ...factsOf(plan) });
  }

  private async phase(tx: Tx, { view }: SealedView): Promise<Described> {
    const { requestId, facts, status } = view;
    if (requestId === null || status === null) return nothing;
    const from = String(facts["from"] ?? "");
    const settled: Settled[] = ends.has(status)
      ? [{ kind: "approval_waiting", by: { requestId } }]
      : [];
    return { draft: await this.phaseDraft(tx, requestId, from, view), settled };
  }

  private async phaseDraft(
    tx: Tx,
    requestId: string,
    from: string,
    { status, text }: SealedView["view"],
  ): Promise<Draft | null> {
    const outcome = outcomeOf(status);
    if (outcome !== null && (from === "execution" || from === "verification")) {
      const plan = await this.deps.plans.newest(requestId, tx);
      const said = plan === null ? {} : factsOf(plan);
      const facts = { ...said, outcome, reason: text, risk: null };
      return this.ofRequest(tx, "run_finished", requestId, facts);
    }
    // An answer with a reason is why there is no plan; one without is what a question asked for.
    const isStuck =
      status === "failed" || status === "blocked" || (status === "done" && text !== null);
    if (!isStuck || from !== "planning" || !(await this.cameByItself(tx, requestId))) return null;
    return this.ofRequest(tx, "firing_failed", requestId, { reason: text });
  }

  private async cameByItself(tx: Tx, requestId: string): Promise<boolean> {
    const { schedules, webhooks } = this.deps;
    return (
      (await schedules.madeRequest(tx, requestId)) || (await webhooks.madeRequest(tx, requestId))
    );
  }

  private async review(tx: Tx, { view }: SealedView): Promise<Draft | null> {
    const { requestId } = view;
    if (requestId === null) return null;
    const plan = await this.deps.plans.newest(requestId, tx);
    const reason = "Nobody saw how its run ended: say whether it did its work.";
    const facts = { ...(plan === null ? {} : factsOf(plan)), risk: null, reason };
    return this.ofRequest(tx, "needs_review", requestId, facts);
  }

  private async heldBack(tx: Tx, { view }: SealedView): Promise<Draft | null> {
    const { facts, text, requestId } = view;
    if (requestId !== null) return null; // it asked: what comes of that is told by itself
    const { scheduleId, webhookId, outcome } = facts;
    if (outcome === "missed") return null; // Chiffon was off, and its people know
    const isSchedule = typeof scheduleId === "string";
    const asked = isSchedule
      ? await this.deps.schedules.askedBehind(tx, scheduleId)
      : typeof webhookId === "string"
        ? await this.deps.webhooks.askedBehind(tx, webhookId)
        : null;
    if (asked === null) return null;
    return {
      ...{ kind: "firing_failed", ownerId: asked.personId, path: "/schedules" },
      facts: { action: asked.text, asker: asked.personName, reason: text },
    };
  }

  private async ofRequest(
    tx: Tx,
    kind: NotificationKind,
    requestId: string,
    facts: Partial<RawFacts>,
  ): Promise<Draft | null> {
    const [request] = await this.deps.requests.stored([requestId], tx);
    if (request === undefined || request.purpose !== "work") return null;
    const { personId: ownerId, submittedBy: asker, text } = request;
    return {
      ...{ kind, ownerId, path: `/requests/${requestId}` },
      facts: { action: text, asker, ...facts },
    };
  }
}

function factsOf({ body }: Plan) {
  const { summary: action, risk, tasks } = body;
  return { action, risk, hosts: tasks.flatMap(({ hosts }) => hosts) };
}

function outcomeOf(status: string | null): "done" | "failed" | "cancelled" | null {
  return status === "done" || status === "failed" || status === "cancelled" ? status : null;
}

function settledPlan({ view: { planId } }: SealedView): Settled[] {
  return planId === null ? [] : [{ kind: "approval_waiting", by: { planId } }];
}

function settledTask({ view: { taskId } }: SealedView): Settled[] {
  return taskId === null ? [] : [{ kind: "needs_review", by: { taskId } }];
}

function budgetDraft({ view: { facts } }: SealedView): Draft | null {
  const said = budgetWords(facts["budget"], Number(facts["limit"] ?? 0));
  return said === null
    ? null
    : { kind: "budget_reached", ownerId: null, path: "/spend", facts: said };
}

function machine({ view, agentId }: SealedView): Described {
  if (agentId === null) return nothing;
  const settled: Settled[] = [{ kind: "machine_offline", by: { agentId } }];
  if (view.type === "agent.removed") return { draft: null, settled };
  const action = String(view.facts["name"] ?? "An agent");
  const base = { ownerId: null, path: "/fleet" } as const;
  if (view.type === "agent.came_back") {
    const minutes = Math.max(1, Math.round(Number(view.facts["offlineSeconds"] ?? 0) / 60));
    const reason = `It was away for ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
    return { draft: { ...base, kind: "machine_back", facts: { action, reason } }, settled };
  }
  const reason = "It gets no work until it is back. Is it switched on, and does its agent run?";
  return {
    draft: { ...base, kind: "machine_offline", facts: { action, reason } },
    settled: [],
  };
}
