import type { OwnHostsService } from "#server/agents/own-hosts-service.ts";
import type { AiService } from "#server/ai/ai-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { ModifyPlanBody, Plan, PlanBody, PlanTask } from "#server/contracts/plan.ts";
import type { SecretFacts, SecretNeed } from "#server/contracts/secret.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import { readFirstHostRequest } from "#server/language/first-host-words.ts";
import { asksSomething, wantsToKnow } from "#server/language/message-signs.ts";
import { sayTerminalCall } from "#server/language/terminal-call.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import type { Database } from "#server/platform/prisma.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import { ChangePlanner } from "./change-planner.ts";
import { classifyMessage } from "./domain/classify-message.ts";
import { type FollowUp, sameAgain } from "./domain/follow-up.ts";
import { type FilesToKeep, withKeepStep } from "./domain/kept-files.ts";
import type { Control, MessageKind, Question, SpokenKind } from "./domain/message-kind.ts";
import { modifyPlan } from "./domain/modify-plan.ts";
import { recoveryOf, repetitionOf } from "./domain/recovery.ts";
import type { Repetition } from "./domain/repetition.ts";
import { giveSecret } from "./domain/resolve-secrets.ts";
import { planTitle } from "./domain/summary.ts";
import { type Undoing, undoingOf } from "./domain/undo.ts";
import type { LatestPlan } from "./latest-plan.ts";
import { PlanAdviser } from "./plan-adviser.ts";
import { PlanDrafter, type RecentRuns, type SharedAnsibles } from "./plan-drafter.ts";
import {
  type Derived,
  isUnstaged,
  nothingToStage,
  PlanRevisions,
  type Revision,
} from "./plan-revisions.ts";
import { findLatestPlan } from "./planning-repository.ts";
import { nothing, type PlanRequest, type Proposal } from "./proposal.ts";

export type {
  Control,
  PlanRequest,
  Proposal,
  Question,
  RecentRuns,
  Repetition,
  Revision,
  SpokenKind,
  Undoing,
};
export { recoveryOf, repetitionOf, undoingOf };

/** From this confidence on a match tells more than weights that know no catalog. */
const surelyAt = 0.98;
/** Said behind a name, and no part of it. */
const pleasantry = /[\s,]+(?:please|pls|plz|bitte|now|thanks)[\s.!]*$/i;

/** Turns what somebody said into a plan, a question or an answer. Writes nothing but what a choice meant. */
export class ProposalsService {
  private readonly catalog: CatalogService;
  private readonly matching: MatchingService;
  private readonly drafter: PlanDrafter;
  private readonly changes: ChangePlanner;
  private readonly revisions: PlanRevisions;
  private readonly latestPlan: LatestPlan;

  constructor(deps: {
    readonly db: Database;
    readonly ai: AiService;
    readonly catalog: CatalogService;
    readonly inventory: InventoryService;
    readonly matching: MatchingService;
    readonly routing: RoutingService;
    readonly secrets: Pick<SecretsService, "usable">;
    readonly ownHosts: Pick<OwnHostsService, "ownersOf">;
    readonly recentRuns: RecentRuns;
    readonly sharedAnsibles: SharedAnsibles;
    readonly taskTimeoutSeconds: number;
  }) {
    const { db, catalog, matching } = deps;
    this.catalog = catalog;
    this.matching = matching;
    this.latestPlan = ({ conversationId, createdAt }, status) =>
      findLatestPlan(db, conversationId, createdAt, status);
    this.drafter = new PlanDrafter(deps);
    this.changes = new ChangePlanner({
      matching,
      drafter: this.drafter,
      adviser: new PlanAdviser(deps),
      latestPlan: this.latestPlan,
    });
    this.revisions = new PlanRevisions(this.drafter);
  }

  /** What a plan does in a few words, for a list. */
  titleOf({ tasks }: Pick<PlanBody, "tasks">): string {
    return planTitle(tasks);
  }

  /** Finds what serves the request and makes a plan of it, in all that is known by the time it is read. */
  async propose(request: PlanRequest): Promise<Proposal> {
    const unread = await this.catalog.readNew((names) =>
      request.onStep?.(`Reading ${names.join(", ")} for the first time…`),
    );
    await this.catalog.readMoved(repositoriesOf(request.repeats?.plan.body));
    const proposal = await this.proposeStaged({
      ...request,
      text: sayTerminalCall(request.text),
    });
    if (unread.length === 0) return proposal;
    const stillRead = `Still reading ${unread.join(", ")}: what is in there was not looked at. Ask again in a minute.`;
    const notice = [proposal.notice, stillRead].filter(Boolean).join(" ");
    return { ...proposal, notice };
  }

  /** "…, one host first" is taken from the words before they are read, and done to what comes of the rest. */
  private async proposeStaged(request: PlanRequest): Promise<Proposal> {
    const firstHost = readFirstHostRequest(request.text);
    if (firstHost === null) return this.proposeOf(request);
    const proposal =
      firstHost.rest === ""
        ? await this.stageLatest(request)
        : await this.proposeOf({ ...request, text: firstHost.rest });
    const staged = await this.revisions.stage(proposal, firstHost);
    return isUnstaged(staged) ? { ...staged, notice: nothingToStage(firstHost) } : staged;
  }

  /** "One host first" by itself is about the latest plan: a new version while that waits, else the same once more. */
  private async stageLatest(request: PlanRequest): Promise<Proposal> {
    const base = await this.latestPlan(request);
    if (base === null)
      return nothing(
        "There is no plan in this conversation yet. Say what to do, and on which hosts.",
      );
    if (base.status !== "awaiting_approval") return this.followUp(request, sameAgain);
    const card = { planId: base.id, requestId: base.requestId };
    return { kind: "answer", about: { kind: "revise", ...card } };
  }

  private async proposeOf(request: PlanRequest): Promise<Proposal> {
    const { repeats } = request;
    if (request.undo?.isAsked === true) return this.undo(request);
    if (repeats !== undefined) {
      const again = await this.revisions.repeat(repeats, request);
      if (again.kind !== "none" || !repeats.isWhole) return again;
    }
    const read = classifyMessage(request.text);
    const about = (await this.isInCatalog(read, request.text)) ? { kind: "change" as const } : read;
    switch (about.kind) {
      case "control":
        return this.control(request, about);
      case "follow_up":
        return this.followUp(request, about.followUp);
      case "change":
      case "question":
      case "out_of_scope":
        return this.changes.plan(request, about);
      default:
        return { kind: "answer", about };
    }
  }

  /** What only looks like the press of a card's button is a request where there is no card, if a playbook serves it. */
  private async control(
    request: PlanRequest,
    about: Extract<SpokenKind, { kind: "control" }>,
  ): Promise<Proposal> {
    if (about.isGuess === true && (await this.latestPlan(request)) === null) {
      const own = await this.changes.plan(request, { kind: "change" });
      if (own.kind !== "none") return own;
    }
    return about.control === "undo" ? this.undo(request) : { kind: "answer", about };
  }

  /**
   * Whoever gives a playbook's own name means it, whatever else the words may be: its card says how much it risks. What
   * weights alone take for talk, or for danger, is a change, too, where the catalog surely has it ("light the lantern").
   */
  private async isInCatalog(about: MessageKind, text: string): Promise<boolean> {
    const isGuess = "isGuess" in about && about.isGuess === true;
    if (about.kind !== "danger" && !isGuess) return false;
    if (await this.matching.isEntryName(text.replace(pleasantry, ""))) return true;
    if (about.kind === "control" || !isGuess) return false;
    if (asksSomething(text) || wantsToKnow(text)) return false;
    const { intents } = await this.matching.match(text);
    const surest = Math.max(0, ...intents.map(({ confidence }) => confidence));
    return surest >= surelyAt;
  }

  /** Checks a body that came from anywhere, previews its agents and seals it with its digest. */
  seal(body: PlanBody): Promise<Proposal> {
    return this.drafter.seal(body);
  }

  /**
   * A plan with a person's change applied and sealed anew, wherever that plan stands.
   *
   * @param left tasks of an earlier version that may come back
   * @throws plan_invalid, variable_invalid
   */
  async change(
    plan: Plan,
    change: ModifyPlanBody,
    left: readonly PlanTask[] = [],
  ): Promise<{ body: PlanBody; digest: string }> {
    const result = modifyPlan(plan.body, change, left);
    if (result.kind === "fault") {
      throw new AppError(change.variables === undefined ? "plan_invalid" : "variable_invalid", {
        message: result.message,
        details: { taskKey: result.taskKey },
      });
    }
    const proposal = await this.drafter.seal(result.body);
    if (proposal.kind !== "plan")
      throw new AppError("plan_invalid", {
        message: proposal.kind === "none" ? proposal.message : undefined,
      });
    return proposal;
  }

  /**
   * A waiting plan with a secret that a person gave for one of its needs, sealed anew.
   *
   * @throws plan_invalid
   */
  async giveSecret(
    plan: Plan,
    need: SecretNeed,
    secret: SecretFacts,
  ): Promise<{ body: PlanBody; digest: string }> {
    const body = giveSecret(plan.body, need, secret);
    const changeNote = `The secret "${secret.name}" was given.`;
    const proposal = await this.drafter.seal({ ...body, changeNote });
    if (proposal.kind !== "plan") throw new AppError("plan_invalid");
    return proposal;
  }

  /**
   * A waiting plan that keeps files before it changes anything, sealed anew.
   *
   * @param gaps what those files do not cover, in a sentence
   * @throws plan_invalid
   */
  async keepFiles(
    plan: Plan,
    files: FilesToKeep,
    gaps: string | null,
  ): Promise<{ body: PlanBody; digest: string }> {
    const proposal = await this.drafter.seal(withKeepStep(plan.body, files, gaps));
    if (proposal.kind !== "plan")
      throw new AppError("plan_invalid", {
        message: proposal.kind === "none" ? proposal.message : undefined,
      });
    return proposal;
  }

  /** What words such as "change the port to 3002" or "only the backup role" change about a waiting plan. */
  revise(plan: Plan, text: string): Promise<Revision> {
    return this.revisions.revise(plan, text);
  }

  /** Something said about the latest plan; where it fits none, it is read as a request of its own. */
  private async followUp(request: PlanRequest, followUp: FollowUp): Promise<Proposal> {
    const base = await this.latestPlan(request);
    if (base !== null) {
      const about = await this.aboutPlan(request, followUp, base);
      if (about.fits || followUp.isCertain) return about.proposal;
      const own = await this.changes.plan(request, { kind: "change" });
      return own.kind === "none" ? about.proposal : own;
    }
    return followUp.isCertain
      ? nothing("There is no earlier plan in this conversation that I could go by. Say it in full.")
      : this.changes.plan(request, { kind: "change" });
  }

  private async aboutPlan(request: PlanRequest, followUp: FollowUp, base: Plan): Promise<Derived> {
    const derived = await this.revisions.derive(base, followUp, request, null);
    if (base.status !== "awaiting_approval") return derived;
    const { fits, proposal } = derived;
    const card = { planId: base.id, requestId: base.requestId };
    if (fits && isSame(proposal, base))
      return { fits, proposal: { kind: "answer", about: { kind: "still_waiting", ...card } } };
    return followUp.mode === "revise"
      ? { fits, proposal: { kind: "answer", about: { kind: "revise", ...card } } }
      : derived;
  }

  /** Plans what takes an ended request back, as a plan that waits for approval like any other; or says why that can't be. */
  private async undo(request: PlanRequest): Promise<Proposal> {
    const undoing = await request.undo?.find();
    if (undoing == null) return nothing("Nothing was planned in this conversation yet.");
    if (undoing.kind === "none") return nothing(undoing.message, [...undoing.prompts]);
    const proposal = await this.revisions.undo(undoing, request);
    return { ...proposal, undoes: undoing.plan.requestId };
  }
}

/** Where a plan that is made again came from. */
function repositoriesOf(body: PlanBody | undefined): string[] {
  if (body === undefined) return [];
  const hostsFrom = body.inventorySource?.repositoryId;
  return [body.repositoryId, ...(hostsFrom === undefined ? [] : [hostsFrom])];
}

function isSame(proposal: Proposal, base: Plan): boolean {
  return proposal.kind === "plan" && proposal.digest === base.digest;
}
