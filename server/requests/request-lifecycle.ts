import type { AiService } from "#server/ai/ai-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import type { GatedPhase, GateVerdict } from "#server/contracts/gate.ts";
import type { Job } from "#server/contracts/jobs.ts";
import type { CheckResult, Plan } from "#server/contracts/plan.ts";
import type { RequestContext, RequestPhase } from "#server/contracts/request.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { announceRequest, appendEvent } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import type { Tx } from "#server/platform/prisma.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { judgeGates, missingKinds, ownFault, phaseLeftBy } from "./domain/gates.ts";
import { holdWords } from "./domain/hold-words.ts";
import { isFailure, isSettled, type RequestEvent } from "./domain/request-state.ts";
import type { GateKeeper, GateSight } from "./gate-keeper.ts";
import { insertGateResults } from "./gates-repository.ts";
import { type StoredRequest, transitionRequest } from "./requests-repository.ts";

/** One step of a request: what happens to it, by whom, and what that adds to its record. */
export interface PhaseMove {
  readonly event: RequestEvent;
  readonly actor: Actor;
  readonly reason?: string | null;
  /** What it adds to the request's summary, where that is more than the reason. */
  readonly note?: string;
  readonly context?: Partial<RequestContext>;
  readonly artifacts?: string[];
  readonly checks?: CheckResult[] | undefined;
  /** What gates decide by, where the caller has looked in the same transaction. */
  readonly sight?: GateSight;
}

/** The one way a phase changes: guarded update, history, audit and news together. */
export class RequestLifecycle {
  private readonly deps: {
    ai: Pick<AiService, "spendOf">;
    audit: AuditService;
    plans: PlansService;
    secrets: Pick<SecretsService, "forget">;
    gates: GateKeeper;
  };

  constructor(deps: RequestLifecycle["deps"]) {
    this.deps = deps;
  }

  /**
   * Moves a request that stands where the caller saw it; null when somebody moved it first. What leaves a phase passes
   * its gates, whose results are stored with the step. Where evidence is missing that the owner wants, the request is
   * held instead, and the answer is `blocked`.
   *
   * @throws gate_failed where one of Chiffon's own gates does not pass
   */
  async move(tx: Tx, request: StoredRequest, asked: PhaseMove): Promise<RequestPhase | null> {
    const { step, verdicts } = await this.passGates(tx, request, asked);
    const phase = await this.take(tx, request, step);
    if (phase !== null) await insertGateResults(tx, request.id, verdicts);
    return phase;
  }

  private async passGates(
    tx: Tx,
    request: StoredRequest,
    asked: PhaseMove,
  ): Promise<{ step: PhaseMove; verdicts: GateVerdict[] }> {
    const left = phaseLeftBy[asked.event];
    if (left === undefined || left !== request.phase) return { step: asked, verdicts: [] };
    const sight = asked.sight ?? (await this.look(tx, request, [left]));
    const verdicts = judgeGates(left, { ...sight, checks: asked.checks ?? request.checks });
    const fault = ownFault(verdicts);
    if (fault !== undefined)
      throw new AppError("gate_failed", { message: `It can't leave ${left}: ${fault.reason}.` });
    const kinds = missingKinds(verdicts);
    if (kinds.length === 0) return { step: asked, verdicts };
    // What is planned from words is held before its plan is stored: a plan that is offered as it is can't be made anew.
    if (left === "planning")
      throw new AppError("gate_failed", {
        message: `It can't be offered: planning needs ${kinds.join(", ")}, and only a request in words can wait for that.`,
      });
    const { actor, checks } = asked;
    const hold = await this.deps.gates.holdFor(tx, left, kinds);
    const context = { ...asked.context, hold };
    return { step: { event: "hold", actor, reason: holdWords(hold), context, checks }, verdicts };
  }

  /** What the gates of these phases decide by. */
  look(
    tx: Tx,
    request: StoredRequest,
    phases: readonly GatedPhase[],
    plan?: Plan,
  ): Promise<GateSight> {
    return this.deps.gates.look(tx, request, phases, plan);
  }

  /** Kinds of evidence without which a request would be held on its way out of these phases. */
  missingFor(
    sight: GateSight,
    { checks }: Pick<StoredRequest, "checks">,
    phases: readonly GatedPhase[],
  ): string[] {
    return phases.flatMap((phase) => missingKinds(judgeGates(phase, { ...sight, checks })));
  }

  /** Holds a request in its phase, in its own transaction's step. @throws invalid_state */
  async hold(
    tx: Tx,
    request: StoredRequest,
    phase: GatedPhase,
    { sight, actor }: { readonly sight: GateSight; readonly actor: Actor },
  ): Promise<string> {
    const verdicts = judgeGates(phase, { ...sight, checks: request.checks });
    const hold = await this.deps.gates.holdFor(tx, phase, missingKinds(verdicts));
    const reason = holdWords(hold);
    await this.mustMove(tx, request, { event: "hold", actor, reason, context: { hold } });
    await insertGateResults(
      tx,
      request.id,
      verdicts.filter(({ gate }) => gate.startsWith("artifact:")),
    );
    return reason;
  }

  private async take(
    tx: Tx,
    request: StoredRequest,
    step: PhaseMove,
  ): Promise<RequestPhase | null> {
    const { event, actor, reason = null, checks } = step;
    const phase = await transitionRequest(tx, request, event, {
      actor,
      reason,
      ...(step.note === undefined ? {} : { note: step.note }),
      artifacts: step.artifacts ?? [],
      context: step.context ?? {},
      ...(checks === undefined ? {} : { checks }),
    });
    if (phase === null) return null;
    await this.deps.audit.record(tx, {
      type: "request.phase_changed",
      actor,
      subject: { requestId: request.id, status: phase },
      facts: {
        ...{ from: request.phase, to: phase, event, ...countsOf(checks) },
        ...(isSettled(phase) ? await this.modelFacts(tx, request.id) : {}),
      },
      text: reason,
    });
    // What was given for this request alone has served its time.
    if (isSettled(phase)) await this.deps.secrets.forget(tx, actor, { requestId: request.id });
    await enqueue(tx, recordsOf(request, phase));
    await announceRequest(tx, { requestId: request.id, conversationId: request.conversationId });
    return phase;
  }

  /** What models did for it, in numbers; at its end, when nothing more is asked for it. */
  private async modelFacts(tx: Tx, requestId: string) {
    const use = (await this.deps.ai.spendOf([requestId], tx)).get(requestId);
    return {
      modelCalls: use?.calls ?? 0,
      modelTokens: (use?.tokensIn ?? 0) + (use?.tokensOut ?? 0),
      modelCostMicroUsd: use?.costMicroUsd ?? 0,
    };
  }

  /** {@link move} where nothing else will do. @throws invalid_state */
  async mustMove(tx: Tx, request: StoredRequest, step: PhaseMove): Promise<RequestPhase> {
    const phase = await this.move(tx, request, step);
    if (phase === null)
      throw new AppError("invalid_state", {
        message: whyNotNow[request.phase],
      });
    return phase;
  }

  /** Tells every open inbox how many plans wait now. */
  async announceInbox(tx: Tx): Promise<void> {
    await appendEvent(tx, "inbox", {
      type: "inbox.changed",
      awaiting: await this.deps.plans.countAwaiting(tx),
    });
  }
}

/** Why a step can't be taken any more, for whoever pressed for it. */
const whyNotNow: Readonly<Record<RequestPhase, string>> = {
  intake: "This request is being read; wait a moment.",
  planning: "This request is being planned; wait for its plan.",
  approval: "This plan needs a decision first.",
  execution: "This plan runs already.",
  verification: "This plan has run; its result is being checked.",
  done: "This request is done.",
  blocked: "This request waits for an answer to its question.",
  failed: "This request failed.",
  rejected: "This plan was rejected.",
  cancelled: "This request was cancelled.",
  timed_out: "This plan expired.",
};

/** What is written down about a request that comes to `phase`. */
function recordsOf(request: StoredRequest, phase: RequestPhase): Job[] {
  const { id: requestId, purpose } = request;
  if (purpose === "preview") return isSettled(phase) ? [{ name: "preview.record", requestId }] : [];
  const isFailed = isFailure({ from: request.phase, to: phase });
  return isFailed ? [{ name: "post_mortem.record", requestId }] : [];
}

/** Checks in the history: how many passed, failed and could not be made. */
function countsOf(checks: readonly CheckResult[] | undefined): Record<string, number> {
  if (checks === undefined || checks.length === 0) return {};
  const unresolved = checks.filter((check) => check.isUnresolved === true).length;
  const passed = checks.filter((check) => check.ok).length;
  return {
    checksPassed: passed,
    checksFailed: checks.length - passed - unresolved,
    checksNotMade: unresolved,
  };
}
