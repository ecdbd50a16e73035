import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { ModelBudgets } from "#server/contracts/ai.ts";
import { systemActor } from "#server/contracts/common.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import {
  type BudgetName,
  crossedBudget,
  spentBudgets,
  type Usage,
  type WorstCase,
  whyTooDear,
} from "./domain/budget.ts";
import { maxCallsPerRequest } from "./domain/find-loop.ts";
import {
  countCalls,
  findBudgets,
  insertCall,
  lockSpending,
  type NewCall,
  noteReached,
  readUsage,
  type SettledCall,
  settleAbandoned,
  settleCall,
} from "./spend-repository.ts";

/** A reservation, or why there is none. */
export type Reservation =
  | { readonly kind: "reserved"; readonly callId: string }
  | { readonly kind: "refused"; readonly why: string };

/** What budgets allow and what is used of them. */
export interface SpendState {
  readonly budgets: ModelBudgets;
  readonly external: Usage;
  readonly local: Usage;
}

/**
 * Keeps spending within budgets: a call is reserved at its worst case before it is made and settled at its cost after.
 * The sum of both never crosses a limit, however many processes ask at once.
 */
export class SpendLedger {
  private readonly db: Database;
  private readonly audit: Pick<AuditService, "record">;
  private readonly defaults: ModelBudgets;

  constructor(deps: {
    db: Database;
    audit: Pick<AuditService, "record">;
    defaults: ModelBudgets;
  }) {
    this.db = deps.db;
    this.audit = deps.audit;
    this.defaults = deps.defaults;
  }

  async state(): Promise<SpendState> {
    const [budgets, external, local] = await Promise.all([
      this.budgets(),
      readUsage(this.db, "external"),
      readUsage(this.db, "local"),
    ]);
    return { budgets, external, local };
  }

  /** The admin's budgets, else those of the environment. */
  async budgets(): Promise<ModelBudgets> {
    return (await findBudgets(this.db)) ?? this.defaults;
  }

  /** Reserves a call's worst case, unless it could cross a limit or the request has asked too often. */
  async reserve(
    call: Omit<NewCall, "id" | "reservedMicroUsd" | "reservedTokens">,
    worst: WorstCase,
  ): Promise<Reservation> {
    return inTransaction(this.db, async (tx) => {
      await lockSpending(tx);
      const usage = await readUsage(tx, call.tier);
      const budgets = (await findBudgets(tx)) ?? this.defaults;
      const dear = whyTooDear(call.tier, budgets, usage, worst);
      if (dear !== null) {
        const crossed = crossedBudget(call.tier, budgets, usage, worst);
        if (crossed !== null) await this.reached(tx, crossed, budgets, call.requestId);
        return { kind: "refused", why: dear };
      }
      const isLooping =
        call.requestId !== null && (await countCalls(tx, call.requestId)) >= maxCallsPerRequest;
      if (isLooping)
        return { kind: "refused", why: "models were asked too often for this request" };
      const callId = randomUUID();
      await insertCall(tx, {
        ...call,
        id: callId,
        reservedMicroUsd: worst.microUsd,
        reservedTokens: worst.tokens,
      });
      return { kind: "reserved", callId };
    });
  }

  /** Writes into the history which budgets of tiers are spent, where that is new. */
  async noteSpent(
    tiers: readonly ("local" | "external")[],
    { budgets, ...usage }: SpendState,
    requestId: string | null,
  ): Promise<void> {
    const spent = tiers.flatMap((tier) => spentBudgets(tier, budgets, usage[tier]));
    if (spent.length === 0) return;
    await inTransaction(this.db, async (tx) => {
      for (const budget of spent) await this.reached(tx, budget, budgets, requestId);
    });
  }

  /** An entry of the history, once for each budget and its day or month. */
  private async reached(
    tx: Tx,
    budget: BudgetName,
    budgets: ModelBudgets,
    requestId: string | null,
  ): Promise<void> {
    const limit = budgets[budget];
    // Zero switches a tier off: nothing was there to be used up.
    if (limit === null || limit <= 0 || !(await noteReached(tx, budget, limit))) return;
    await this.audit.record(tx, {
      type: "budget.reached",
      actor: systemActor,
      subject: { requestId },
      facts: { budget, limit },
    });
  }

  /** Settles a call. Idempotent: the first settlement stands. */
  async settle(callId: string, end: SettledCall): Promise<void> {
    await settleCall(this.db, callId, end);
  }

  /** Settles at their worst case the calls whose process died. Safe to call at any time; keyed by call. */
  async settleAbandoned(olderThanMs: number): Promise<number> {
    return settleAbandoned(this.db, olderThanMs);
  }
}
