import { randomUUID } from "node:crypto";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { Principal } from "#server/contracts/people.ts";
import type {
  ModifyPlanBody,
  Plan,
  PlanBody,
  PlanDecision,
  PlanTask,
} from "#server/contracts/plan.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import { AppError } from "#server/lib/app-error.ts";
import { findDagFault } from "#server/lib/dag.ts";
import type { Clock } from "#server/platform/clock.ts";
import type { Database, Tx } from "#server/platform/prisma.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import { approvalSubject } from "./domain/approval-subject.ts";
import { classifyMessage, type SpokenKind } from "./domain/classify-message.ts";
import { modifyPlan } from "./domain/modify-plan.ts";
import { buildPlan, type ChosenEntry, type PlanSource } from "./domain/plan-builder.ts";
import { readParameters } from "./domain/read-parameters.ts";
import {
  countAwaiting,
  findAwaiting,
  findOverdue,
  findPlan,
  findPlansOf,
  insertPlan,
  lockPlan,
  markPickedUp,
  transitionPlan,
} from "./planning-repository.ts";

export type { SpokenKind };

/** What planning needs to know of a request. */
export interface PlanRequest {
  readonly text: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly rejection: string | null;
}

/** What came of a request. Only `plan` is ever offered for approval. */
export type Proposal =
  | { readonly kind: "plan"; readonly body: PlanBody; readonly digest: string }
  | { readonly kind: "ask"; readonly ambiguity: Ambiguity }
  | { readonly kind: "none"; readonly message: string; readonly prompts: string[] }
  | { readonly kind: "answer"; readonly about: SpokenKind };

/** Minutes an approval holds until the dispatcher takes it up. */
const approvalPickupMinutes = 30;

type Match = Awaited<ReturnType<CatalogService["match"]>>;
type MatchedIntent = Match["intents"][number];

/** An intent with the entry that will serve it. */
interface Choice {
  readonly intent: MatchedIntent;
  readonly entryId: string;
}

/** Turns requests into plans and keeps their versions. Decides nothing about execution. */
export class PlanningService {
  private readonly deps: {
    db: Database;
    catalog: CatalogService;
    routing: RoutingService;
    clock: Clock;
    planExpiryMinutes: number;
    taskTimeoutSeconds: number;
  };

  constructor(deps: PlanningService["deps"]) {
    this.deps = deps;
  }

  /** Finds what serves the request and makes a plan of it; writes nothing. */
  async propose(
    request: PlanRequest,
    onStep: (step: string) => void = () => undefined,
  ): Promise<Proposal> {
    const about = classifyMessage(request.text);
    if (about.kind !== "change") return { kind: "answer", about };
    onStep("Looking for playbooks");
    const match = await this.deps.catalog.match(request.text);
    const chosen: Choice[] = [];
    for (const [index, intent] of match.intents.entries()) {
      const choice = this.choose(intent, index, request.answers);
      if ("kind" in choice) return choice;
      chosen.push(choice);
    }
    if (chosen.length === 0) return this.nothingFits(undefined);
    await this.rememberAnswers(chosen, request.answers);
    onStep("Writing the plan");
    return this.build(request, chosen);
  }

  /** What a person chose for some words is what those words mean the next time. */
  private async rememberAnswers(
    chosen: readonly Choice[],
    answers: PlanRequest["answers"],
  ): Promise<void> {
    for (const [index, { intent, entryId }] of chosen.entries()) {
      if (answers[`entry:${index}`] === entryId)
        await this.deps.catalog.remember(intent.text, entryId);
    }
  }

  /** The entry for one intent: the person's own choice, else the matcher's where it is sure, else a question. */
  private choose(
    intent: MatchedIntent,
    index: number,
    answers: PlanRequest["answers"],
  ): Choice | Proposal {
    const answered = answers[`entry:${index}`];
    if (answered === "none") return this.nothingFits(intent);
    if (answered !== undefined) return { intent, entryId: answered };
    const best = intent.candidates[0];
    if (best === undefined || intent.decision === "none") return this.nothingFits(intent);
    if (intent.decision === "ask") return { kind: "ask", ambiguity: askWhichEntry(intent, index) };
    return { intent, entryId: best.entryId };
  }

  private async build(request: PlanRequest, chosen: readonly Choice[]): Promise<Proposal> {
    const facts = await Promise.all(
      chosen.map(({ entryId }) => this.deps.catalog.planFacts(entryId)),
    );
    const first = facts[0];
    if (first === undefined) return this.nothingFits(undefined);
    if (facts.some((each) => each.source.repositoryId !== first.source.repositoryId)) {
      return nothing(
        "The parts of that come from different repositories. Ask for them one at a time.",
      );
    }
    const source: PlanSource = first.source;
    const result = buildPlan({
      requestText: request.text,
      answers: request.answers,
      rejection: request.rejection,
      changeNote: request.rejection === null ? null : `Rejected before: "${request.rejection}"`,
      chosen: facts.map((fact, index): ChosenEntry => {
        const intent = chosen[index]?.intent;
        return {
          intentText: intent?.text ?? request.text,
          verb: intent?.verb ?? "run",
          service: intent?.service ?? null,
          confidence:
            request.answers[`entry:${index}`] === undefined ? (intent?.confidence ?? 0) : 1,
          reason:
            request.answers[`entry:${index}`] === undefined
              ? (intent?.candidates[0]?.reason ?? "")
              : "chosen by you",
          entry: fact.entry,
          playHosts: fact.playHosts,
          files: fact.files,
        };
      }),
      source,
      outOfScope: [],
      taskTimeoutSeconds: this.deps.taskTimeoutSeconds,
    });
    if (result.kind === "ask") return { kind: "ask", ambiguity: result.ambiguity };
    if (result.kind === "refused") return nothing(result.message);
    return this.finish(result.body);
  }

  /** Checks a body that came from anywhere, previews its agents and seals it with its digest. */
  async finish(body: PlanBody): Promise<Proposal> {
    const fault = findDagFault(
      body.tasks.map((task) => ({ key: task.taskKey, dependsOn: task.dependsOn })),
    );
    if (fault !== null) return nothing("The steps of that plan depend on each other in a circle.");
    const routes = await this.deps.routing.place(body.tasks.map(asPlaceable));
    const hopeless = routes.find(
      (route) => route.chosenAgentId === null && route.candidates.every(isForEver),
    );
    if (hopeless !== undefined) return nothing(`No agent can do that: ${hopeless.reason}.`);
    const tasks = body.tasks.map((task, index): PlanTask => {
      const route = routes[index];
      const chosen = route?.candidates.find(
        (candidate) => candidate.agentId === route.chosenAgentId,
      );
      const agent =
        chosen === undefined
          ? null
          : { agentId: chosen.agentId, name: chosen.name, reason: route?.reason ?? "" };
      return { ...task, agent };
    });
    const sealed = { ...body, tasks };
    return { kind: "plan", body: sealed, digest: planDigest(sealed) };
  }

  private nothingFits(intent: MatchedIntent | undefined): Proposal {
    const near = (intent?.candidates ?? []).slice(0, 3);
    const wish = intent === undefined ? "that" : `"${intent.text.slice(0, 120)}"`;
    const hint =
      near.length > 0
        ? " The nearest are below."
        : " Add a repository that has one under Playbooks.";
    return nothing(
      `I found no playbook for ${wish}, so nothing is planned.${hint}`,
      near.map((candidate) => `${candidate.name}`),
    );
  }

  /** Stores a proposal as the request's newest version; earlier ones that wait are superseded. */
  async save(
    tx: Tx,
    requestId: string,
    proposal: { body: PlanBody; digest: string },
  ): Promise<Plan> {
    const versions = await findPlansOf(tx, requestId);
    for (const earlier of versions.filter((plan) => plan.status === "awaiting_approval")) {
      await transitionPlan(tx, earlier.id, "supersede");
    }
    const plan = {
      id: randomUUID(),
      requestId,
      version: (versions[0]?.version ?? 0) + 1,
      digest: proposal.digest,
      body: proposal.body,
      expiresAt: new Date(
        this.deps.clock.now().getTime() + this.deps.planExpiryMinutes * 60_000,
      ).toISOString(),
    };
    await insertPlan(tx, plan);
    return {
      ...plan,
      status: "awaiting_approval",
      createdAt: this.deps.clock.now().toISOString(),
      decision: null,
      staleReason: null,
    };
  }

  /**
   * Makes the one decision about a plan under its row lock, after recomputing its digest.
   *
   * @returns `repeat: true` when the same person made the same decision before: nothing was changed
   * @throws plan_not_found, plan_changed, already_decided, plan_expired, plan_stale
   */
  async decide(
    tx: Tx,
    planId: string,
    wish: {
      version: number;
      digest: string;
      decision: PlanDecision["decision"];
      reason: string | null;
      principal: Principal;
    },
  ): Promise<{ plan: Plan; repeat: boolean }> {
    const plan = await lockPlan(tx, planId);
    if (plan === null) throw new AppError("plan_not_found");
    if (plan.decision !== null) {
      if (
        plan.decision.decision === wish.decision &&
        plan.decision.decidedBy === wish.principal.name &&
        plan.digest === wish.digest
      ) {
        return { plan, repeat: true };
      }
      throw alreadyDecided(plan.decision);
    }
    assertOpen(plan, this.deps.clock.now());
    if (
      plan.version !== wish.version ||
      plan.digest !== wish.digest ||
      planDigest(plan.body) !== plan.digest
    ) {
      throw new AppError("plan_changed", {
        details: { planVersion: plan.version, planDigest: plan.digest },
      });
    }
    const decidedAt = this.deps.clock.now();
    await transitionPlan(tx, planId, wish.decision, {
      decision: wish.decision,
      decidedById: wish.principal.personId,
      decidedBy: wish.principal.name,
      decidedAt,
      decisionReason: wish.reason,
    });
    return {
      repeat: false,
      plan: {
        ...plan,
        status: wish.decision === "approve" ? "approved" : "rejected",
        decision: {
          decision: wish.decision,
          decidedBy: wish.principal.name,
          decidedAt: decidedAt.toISOString(),
          reason: wish.reason,
        },
      },
    };
  }

  /**
   * Works out a person's change of a waiting plan; writes nothing.
   *
   * @throws plan_not_found, plan_changed, plan_invalid, variable_invalid
   */
  async modify(
    planId: string,
    change: ModifyPlanBody,
  ): Promise<{ plan: Plan; proposal: { body: PlanBody; digest: string } }> {
    const plan = await findPlan(this.deps.db, planId);
    if (plan === null) throw new AppError("plan_not_found");
    assertOpen(plan, this.deps.clock.now());
    if (plan.version !== change.planVersion)
      throw new AppError("plan_changed", { details: { planVersion: plan.version } });
    const result = modifyPlan(plan.body, change);
    if (result.kind === "fault") {
      throw new AppError(change.variables === undefined ? "plan_invalid" : "variable_invalid", {
        message: result.message,
        details: { taskKey: result.taskKey },
      });
    }
    const proposal = await this.finish(result.body);
    if (proposal.kind !== "plan")
      throw new AppError("plan_invalid", {
        message: proposal.kind === "none" ? proposal.message : undefined,
      });
    return { plan, proposal };
  }

  /** Reads "change the port to 3002" as an edit of a waiting plan; a fault says what the plan has instead. */
  async findEdit(
    planId: string,
    parameter: string,
    value: string,
  ): Promise<
    { kind: "edit"; body: ModifyPlanBody; words: string } | { kind: "fault"; message: string }
  > {
    const plan = await findPlan(this.deps.db, planId);
    if (plan === null) return { kind: "fault", message: "That plan does not exist any more." };
    for (const task of plan.body.tasks) {
      const [found] = readParameters(`${parameter} ${value}`, task.variables, task.service);
      if (found === undefined) continue;
      const edit = { taskKey: task.taskKey, name: found.name, value: found.value };
      return {
        kind: "edit",
        body: { planVersion: plan.version, variables: [edit] },
        words: `${found.name} = ${String(found.value)}`,
      };
    }
    const names = plan.body.tasks
      .flatMap((task) => task.variables.map((variable) => variable.name))
      .slice(0, 12);
    return {
      kind: "fault",
      message: `I found no setting "${parameter}" that could be ${value}. This plan has: ${names.join(", ") || "none"}.`,
    };
  }

  /** Marks a plan as overtaken by a change of what it uses; false when it is past that. */
  async turnStale(tx: Tx, planId: string, why: string): Promise<boolean> {
    return transitionPlan(tx, planId, "turn_stale", { staleReason: why });
  }

  /** Lets a plan expire; false when it was decided or taken up meanwhile. */
  async expire(tx: Tx, planId: string): Promise<boolean> {
    return transitionPlan(tx, planId, "expire");
  }

  /** Takes a waiting version out of the running (its request was cancelled or planned anew). */
  async supersede(tx: Tx, planId: string): Promise<boolean> {
    return transitionPlan(tx, planId, "supersede");
  }

  /** Notes that the dispatcher has taken an approval up: from now on it holds until the plan's own expiry. */
  async markPickedUp(planId: string): Promise<void> {
    await markPickedUp(this.deps.db, planId);
  }

  async find(planId: string): Promise<Plan | null> {
    return findPlan(this.deps.db, planId);
  }

  /** Versions of a request's plan, newest first. */
  async versions(requestId: string): Promise<Plan[]> {
    return findPlansOf(this.deps.db, requestId);
  }

  async awaiting(): Promise<Plan[]> {
    return findAwaiting(this.deps.db);
  }

  async countAwaiting(tx: Tx): Promise<number> {
    return countAwaiting(tx);
  }

  async overdue(): Promise<{ id: string; requestId: string }[]> {
    return findOverdue(this.deps.db, approvalPickupMinutes);
  }
}

/** SHA-256 over the plan's approval subject: see `contracts/approval-subject.ts`. */
export function planDigest(body: PlanBody): string {
  return sha256OfJson(approvalSubject(body));
}

function nothing(message: string, prompts: string[] = []): Proposal {
  return { kind: "none", message, prompts };
}

function alreadyDecided(decision: PlanDecision): AppError {
  return new AppError("already_decided", {
    message: `${decision.decidedBy} already ${decision.decision === "approve" ? "approved" : "rejected"} that plan.`,
    details: {
      decidedBy: decision.decidedBy,
      decidedAt: decision.decidedAt,
      decision: decision.decision,
    },
  });
}

function assertOpen(plan: Plan, now: Date): void {
  if (plan.status === "stale")
    throw new AppError("plan_stale", { message: plan.staleReason ?? undefined });
  if (plan.status === "expired" || new Date(plan.expiresAt) <= now)
    throw new AppError("plan_expired");
  if (plan.status === "superseded") throw new AppError("plan_changed");
  if (plan.decision !== null) throw alreadyDecided(plan.decision);
}

function isForEver(candidate: { excludedBecause: string | null }): boolean {
  return /^(?:not of type|does not do|too few|too little|no GPU)/.test(
    candidate.excludedBecause ?? "",
  );
}

function asPlaceable(task: PlanTask) {
  return {
    taskKey: task.taskKey,
    workType: task.workType,
    agentType: task.agentType,
    resources: task.resources,
    service: task.service,
    agentName: null,
  };
}

function askWhichEntry(intent: MatchedIntent, index: number): Ambiguity {
  return {
    key: `entry:${index}`,
    question: `Did you mean one of these, for "${intent.text.slice(0, 120)}"?`,
    choices: [
      ...intent.candidates.slice(0, 4).map((candidate) => ({
        label: candidate.name,
        value: candidate.entryId,
        hint: `${candidate.path} · ${Math.round(candidate.confidence * 100)} % sure`,
      })),
      { label: "None of these", value: "none", hint: null },
    ],
  };
}
