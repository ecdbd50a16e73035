import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { ChangePlanner } from "./change-planner.ts";
import { classifyMessage } from "./domain/classify-message.ts";
import type { FollowUp } from "./domain/follow-up.ts";
import { undoWish } from "./domain/undo.ts";
import type { LatestPlan } from "./latest-plan.ts";
import type { Derived, PlanRevisions } from "./plan-revisions.ts";
import { nothing, type PlanRequest, type Proposal } from "./proposal.ts";

/** Turns what somebody said into a plan, a question or an answer. Writes nothing but what a choice meant. */
export class PlanProposer {
  private readonly deps: {
    readonly catalog: CatalogService;
    readonly changes: ChangePlanner;
    readonly revisions: PlanRevisions;
    readonly latestPlan: LatestPlan;
  };

  constructor(deps: PlanProposer["deps"]) {
    this.deps = deps;
  }

  /** Finds what serves the request and makes a plan of it. */
  async propose(request: PlanRequest): Promise<Proposal> {
    const about = classifyMessage(request.text);
    switch (about.kind) {
      case "control":
        return about.control === "undo" ? this.undo(request) : { kind: "answer", about };
      case "follow_up":
        return this.followUp(request, about.followUp);
      case "change":
      case "question":
      case "out_of_scope":
        return this.deps.changes.plan(request, about);
      default:
        return { kind: "answer", about };
    }
  }

  /** Something said about the latest plan; where it fits none, it is read as a wish of its own. */
  private async followUp(request: PlanRequest, followUp: FollowUp): Promise<Proposal> {
    const base = await this.deps.latestPlan(request);
    if (base !== null) {
      const about = await this.aboutPlan(request, followUp, base);
      if (about.fits || followUp.isCertain) return about.proposal;
      const own = await this.deps.changes.plan(request, { kind: "change" });
      return own.kind === "none" ? about.proposal : own;
    }
    return followUp.isCertain
      ? nothing("There is no earlier plan in this conversation that I could go by. Say it in full.")
      : this.deps.changes.plan(request, { kind: "change" });
  }

  private async aboutPlan(request: PlanRequest, followUp: FollowUp, base: Plan): Promise<Derived> {
    const derived = await this.deps.revisions.derive(base, followUp, request, null);
    if (base.status !== "awaiting_approval") return derived;
    const { fits, proposal } = derived;
    const card = { planId: base.id, requestId: base.requestId };
    if (fits && isSame(proposal, base))
      return { fits, proposal: { kind: "answer", about: { kind: "still_waiting", ...card } } };
    return followUp.mode === "revise"
      ? { fits, proposal: { kind: "answer", about: { kind: "revise", ...card } } }
      : derived;
  }

  /** Says what undoing the latest plan would be; the person asks for it, or not. */
  private async undo(request: PlanRequest): Promise<Proposal> {
    const latest = await this.deps.latestPlan(request);
    if (latest === null) return nothing("Nothing was planned in this conversation yet.");
    const waits = latest.status === "awaiting_approval";
    const base = waits ? latest : ((await this.deps.latestPlan(request, "approved")) ?? latest);
    const { message, prompts } = undoWish(base, await this.deps.catalog.listPlaybooks());
    return nothing(message, prompts, "Undoing it would be");
  }
}

function isSame(proposal: Proposal, base: Plan): boolean {
  return proposal.kind === "plan" && proposal.digest === base.digest;
}
