import type { Action, Principal } from "#server/contracts/people.ts";
import type { RequestView } from "#server/contracts/plan.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import type { DecisionsService } from "./decisions-service.ts";
import { holdOf } from "./domain/hold-words.ts";
import { requestMachine } from "./domain/request-state.ts";
import type { GatesService } from "./gates-service.ts";
import type { HeldRequests } from "./held-requests.ts";
import type { RequestViewService } from "./request-view-service.ts";
import { findRequest, type StoredRequest } from "./requests-repository.ts";
import type { RequestsService } from "./requests-service.ts";

/** What a person may ask a request to move to, with what it takes of them. Everything else Chiffon alone decides. */
const asked: Partial<Record<RequestPhase, Action>> = {
  planning: "plan.decide",
  rejected: "plan.decide",
  cancelled: "request.cancel",
  execution: "plan.decide",
  verification: "run.review",
  done: "run.review",
};

/** Moves of a request that are asked for by name: what the transition table, the gates and the caller's role allow. */
export class PhaseMoves {
  private readonly deps: {
    readonly db: Database;
    readonly plans: PlansService;
    readonly requests: Pick<RequestsService, "cancel">;
    readonly decisions: Pick<DecisionsService, "decide">;
    readonly gates: Pick<GatesService, "validate">;
    readonly held: Pick<HeldRequests, "resume">;
    readonly views: RequestViewService;
    readonly assertMay: (principal: Principal, action: Action) => void;
  };

  constructor(deps: PhaseMoves["deps"]) {
    this.deps = deps;
  }

  /**
   * Asks for a request to move to a phase.
   *
   * @throws not_found, not_allowed, token_scope_missing
   * @throws invalid_state naming the phases that can be reached, gate_failed naming what is missing
   */
  async move(
    principal: Principal,
    requestId: string,
    { phase, reason }: { readonly phase: RequestPhase; readonly reason?: string | undefined },
  ): Promise<RequestView> {
    const request = await findRequest(this.deps.db, requestId);
    if (request === null) throw new AppError("not_found");
    this.assertReachable(request, phase);
    this.deps.assertMay(principal, asked[phase] ?? "run.review");
    switch (phase) {
      case "cancelled":
        return this.deps.requests.cancel(
          principal,
          requestId,
          reason === undefined ? {} : { reason },
        );
      case "rejected":
        return this.reject(principal, requestId, { reason, replan: false });
      case "planning":
        return request.phase === "approval"
          ? this.reject(principal, requestId, { reason, replan: true })
          : this.goOn(request);
      default:
        return this.goOn(request);
    }
  }

  private assertReachable(request: StoredRequest, to: RequestPhase): void {
    const { phase: from } = request;
    const hold = holdOf(request);
    // What is held goes on from where it is held.
    const next =
      hold === null
        ? requestMachine.reachable(from)
        : [hold.phase, ...requestMachine.reachable(hold.phase)];
    const offered = [...new Set(next)].filter((phase) => asked[phase] !== undefined);
    if (offered.includes(to)) return;
    const words = offered.length === 0 ? "nothing: it is over" : offered.join(", ");
    throw new AppError("invalid_state", {
      message: `From ${from.replace("_", " ")} it can't be asked to go to ${to.replace("_", " ")}. It can go to ${words}.`,
    });
  }

  private async reject(
    principal: Principal,
    requestId: string,
    more: { readonly reason: string | undefined; readonly replan: boolean },
  ): Promise<RequestView> {
    const plan = await this.deps.plans.newest(requestId);
    if (plan === null) throw new AppError("plan_not_found");
    const { reason, replan } = more;
    return this.deps.decisions.decide(principal, plan.id, {
      planVersion: plan.version,
      planDigest: plan.digest,
      decision: "reject",
      ...(reason === undefined ? {} : { reason }),
      replan,
    });
  }

  /** Chiffon takes these steps by itself: asked for, the gates say whether one is due. */
  private async goOn(request: StoredRequest): Promise<RequestView> {
    const { db, gates, held, views } = this.deps;
    const left = holdOf(request)?.phase ?? request.phase;
    const { gates: verdicts } = await gates.validate(request.id, left);
    const missing = verdicts.filter(({ passed }) => !passed);
    if (missing.length > 0)
      throw new AppError("gate_failed", {
        message: `It can't leave ${left}: ${missing.map(({ reason }) => reason).join("; ")}.`,
      });
    if (holdOf(request) !== null) await held.resume(request.id);
    else
      await inTransaction(db, (tx) =>
        enqueue(tx, [{ name: "request.settle", requestId: request.id }]),
      );
    return views.view(request.id);
  }
}
