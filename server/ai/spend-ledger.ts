import { randomUUID } from "node:crypto";
import type { ModelBudgets } from "#server/contracts/ai.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import { type Usage, type WorstCase, whyTooDear } from "./domain/budget.ts";
import { maxCallsPerRequest } from "./domain/find-loop.ts";
import {
  countCalls,
  findBudgets,
  insertCall,
  lockSpending,
  type NewCall,
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
  private readonly defaults: ModelBudgets;

  constructor(deps: { db: Database; defaults: ModelBudgets }) {
    this.db = deps.db;
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
      if (dear !== null) return { kind: "refused", why: dear };
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

  /** Settles a call. Idempotent: the first settlement stands. */
  async settle(callId: string, end: SettledCall): Promise<void> {
    await settleCall(this.db, callId, end);
  }

  /** Settles at their worst case the calls whose process died. Safe to call at any time; keyed by call. */
  async settleAbandoned(olderThanMs: number): Promise<number> {
    return settleAbandoned(this.db, olderThanMs);
  }
}
