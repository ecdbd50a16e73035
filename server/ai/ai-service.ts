import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type {
  Attempt,
  FallbackDecision,
  ModelBudgets,
  ModelUse,
  SpendReport,
} from "#server/contracts/ai.ts";
import { systemActor } from "#server/contracts/common.ts";
import { whatLeavesTheHouse } from "#server/contracts/model-notice.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, type Db, inTransaction } from "#server/platform/prisma.ts";
import { keepRedactor } from "#server/runner/redactor.ts";
import type {
  ModelQuestion,
  OnProse,
  ProposeAnswer,
  ProposeQuestion,
  ProseAnswer,
  ProseQuestion,
  UnderstandAnswer,
  UnderstandQuestion,
} from "./ai-port.ts";
import { findDecisions, insertDecision } from "./ai-repository.ts";
import { chooseTier, type TierChoice, tiersWithoutBudget } from "./domain/choose-tier.ts";
import { decisionReason } from "./domain/decision-reason.ts";
import { maskSecrets } from "./domain/mask-secrets.ts";
import { proposePrompt, readProposals } from "./domain/propose-prompt.ts";
import { prosePrompt } from "./domain/prose-prompt.ts";
import { readUnderstanding } from "./domain/read-understanding.ts";
import { scopeOf, understandPrompt } from "./domain/understand-prompt.ts";
import { ModelTiers, type TierSettings } from "./model-tiers.ts";
import { SpendLedger } from "./spend-ledger.ts";
import { spendReport } from "./spend-report.ts";
import { spendOfRequests } from "./spend-report-repository.ts";
import { noteFirstExternal, saveBudgets } from "./spend-repository.ts";
import { type Exchange, type Outcome, TierRunner } from "./tier-runner.ts";

export type {
  ModelQuestion,
  OnProse,
  ProseAnswer,
  ProseQuestion,
  UnderstandAnswer,
  UnderstandQuestion,
};

const noModel: ModelUse = { calls: 0, tokensIn: 0, tokensOut: 0, costMicroUsd: 0 };
const rulesWereSure = "the rules left nothing open";

/** Asks models where that is allowed and worth it, within budgets, and records why. Decides nothing about plans. */
export class AiService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly log: Logger;
    readonly settings: TierSettings & { readonly budgets: ModelBudgets };
    /** What must never stand in a prompt. */
    readonly secrets: () => Promise<readonly string[]>;
  };
  private readonly tiers: ModelTiers;
  private readonly ledger: SpendLedger;
  private readonly runner: TierRunner;
  private readonly redactorOf = keepRedactor();

  constructor(deps: AiService["deps"]) {
    this.deps = deps;
    const { db, log, settings } = deps;
    this.tiers = new ModelTiers(settings, log);
    this.ledger = new SpendLedger({ db, audit: deps.audit, defaults: settings.budgets });
    this.runner = new TierRunner({ tiers: this.tiers, ledger: this.ledger, log });
  }

  /** Looks for a local model. Never throws; need not be waited for. */
  lookForModels(): Promise<void> {
    return this.tiers.local.look();
  }

  /**
   * Makes of a message what the best allowed tier makes of it. `result: null`: the rules decide. What it names is among
   * the given entries, hosts and variables, and its values are the person's own words; its confidence is only a claim.
   */
  async understand(question: UnderstandQuestion): Promise<UnderstandAnswer> {
    const asked = await this.ask(question, "understand", (clean) => {
      const scope = scopeOf(question, clean);
      const { system, prompt, schema } = understandPrompt(scope);
      return {
        ...{ purpose: "understand", system, prompt, schema, clean },
        read: (text) => readUnderstanding(schema.parse(JSON.parse(text)), scope),
      };
    });
    return { ...asked, result: asked.value };
  }

  /** Answers in prose from the given facts, telling `onProse` as it grows. `text: null`: show the builtin answer. */
  async streamProse(question: ProseQuestion, onProse: OnProse): Promise<ProseAnswer> {
    const asked = await this.ask(question, "answer", (clean) => ({
      ...prosePrompt(question, clean),
      ...{ purpose: "answer", schema: null, clean },
      onText: (text) => onProse(clean(text)),
      read: clean,
    }));
    return { ...asked, text: asked.value };
  }

  /** What the best allowed tier would fill in. Waits for a first look at what models there are. */
  async propose(question: ProposeQuestion): Promise<ProposeAnswer> {
    if (!this.tiers.local.hasLooked) await this.tiers.local.look();
    const asked = await this.ask(question, "propose", (clean) => {
      const { system, prompt, schema } = proposePrompt(question, clean);
      return {
        ...{ purpose: "propose", system, prompt, schema, clean },
        read: (text) => readProposals(schema.parse(JSON.parse(text))),
      };
    });
    return { ...asked, values: asked.value };
  }

  /** Records that no model was asked, because the rules left nothing open: also a choice of a tier (AI-01). */
  async noteRules(
    question: Pick<ModelQuestion, "requestId" | "conversationId" | "complexity">,
  ): Promise<FallbackDecision> {
    const outcome = { tier: "builtin", model: null, attempts: [] } as const;
    const choice: TierChoice = { order: ["builtin"], reason: rulesWereSure, quotaRemaining: 1 };
    return (await this.record(question, "understand", { choice, outcome })).decision;
  }

  /** Why each tier was chosen for a request, oldest first: the card's "why Claude". */
  async decisionsOf(requestId: string): Promise<FallbackDecision[]> {
    return findDecisions(this.deps.db, requestId);
  }

  /** What models did and cost in the last `days`, and what is allowed. */
  async spend(days: number): Promise<SpendReport> {
    return spendReport({ db: this.deps.db, ledger: this.ledger, tiers: this.tiers }, days);
  }

  /** What models did for each of these requests so far. One statement. */
  async spendOf(
    requestIds: readonly string[],
    db: Db = this.deps.db,
  ): Promise<ReadonlyMap<string, ModelUse>> {
    const used = await spendOfRequests(db, requestIds);
    return new Map(requestIds.map((requestId) => [requestId, used.get(requestId) ?? noModel]));
  }

  /** Sets what models may cost from the next call on. */
  async setBudgets(principal: Principal, budgets: ModelBudgets): Promise<SpendReport> {
    const actor = actorOf(principal);
    await inTransaction(this.deps.db, async (tx) => {
      await saveBudgets(tx, budgets);
      await this.deps.audit.record(tx, { type: "settings.changed", actor, facts: { ...budgets } });
    });
    return this.spend(30);
  }

  /** Settles calls whose process died. For the sweep; keyed by call. */
  async settleAbandoned(): Promise<number> {
    const { localTimeoutMs, externalTimeoutMs } = this.deps.settings;
    return this.ledger.settleAbandoned(Math.max(localTimeoutMs, externalTimeoutMs) + 60_000);
  }

  private async ask<T>(
    question: ModelQuestion,
    purpose: FallbackDecision["purpose"],
    exchangeOf: (clean: (text: string) => string) => Exchange<T>,
  ): Promise<Outcome<T> & { decision: FallbackDecision; notice: string | null }> {
    const state = this.tiers.isAny ? await this.ledger.state() : null;
    const facts = { ...question, ...this.tiers.facts(state) };
    const choice = chooseTier(facts);
    if (state !== null)
      await this.ledger.noteSpent(tiersWithoutBudget(facts), state, question.requestId);
    const outcome: Outcome<T> =
      choice.order[0] === "builtin"
        ? { tier: "builtin", model: null, value: null, attempts: [] }
        : await this.runner.run(choice.order, question, exchangeOf(await this.cleaner()));
    const recorded = await this.record(question, purpose, { choice, outcome });
    return { ...outcome, ...recorded };
  }

  private async cleaner(): Promise<(text: string) => string> {
    const { redactText } = this.redactorOf(await this.deps.secrets());
    return (text) => maskSecrets(redactText(text));
  }

  /** Stores why the tier answered; what was sent out also stands in the history. */
  private async record(
    {
      requestId,
      conversationId,
      complexity,
    }: Pick<ModelQuestion, "requestId" | "conversationId" | "complexity">,
    purpose: FallbackDecision["purpose"],
    { choice, outcome }: { choice: TierChoice; outcome: Omit<Outcome<unknown>, "value"> },
  ): Promise<{ decision: FallbackDecision; notice: string | null }> {
    const { attempts, tier, model } = outcome;
    const row = {
      ...{ id: randomUUID(), requestId, conversationId, purpose, tier, model, complexity },
      reason: decisionReason(choice, tier, attempts),
      quotaRemaining: choice.quotaRemaining,
      ...sumOf(attempts),
      error: attempts.findLast(({ error }) => error !== null)?.error ?? null,
      attempts: [...attempts],
    };
    const wentOut = attempts.filter(
      (each) => each.tier === "external" && each.outcome !== "refused",
    );
    if (wentOut.length === 0) {
      return { decision: await insertDecision(this.deps.db, row), notice: null };
    }
    return inTransaction(this.deps.db, async (tx) => {
      const decision = await insertDecision(tx, row);
      const isFirst = await noteFirstExternal(tx);
      await this.deps.audit.record(tx, {
        type: "model.asked",
        actor: systemActor,
        subject: { requestId, status: tier },
        facts: { purpose, model: wentOut[0]?.model ?? null, firstUse: isFirst, ...sumOf(wentOut) },
      });
      return { decision, notice: isFirst ? whatLeavesTheHouse : null };
    });
  }
}

function sumOf(attempts: readonly Attempt[]) {
  const sum = (pick: (attempt: Attempt) => number) =>
    attempts.reduce((total, attempt) => total + pick(attempt), 0);
  return {
    tokensIn: sum((attempt) => attempt.tokensIn),
    tokensOut: sum((attempt) => attempt.tokensOut),
    costMicroUsd: sum((attempt) => attempt.costMicroUsd),
    latencyMs: sum((attempt) => attempt.latencyMs),
  };
}
