import {
  type Attempt,
  attemptSchema,
  type FallbackDecision,
  fallbackDecisionSchema,
} from "#server/contracts/ai.ts";
import { required } from "#server/lib/assert.ts";
import type { Db } from "#server/platform/prisma.ts";

/** A decision before it is stored. */
export type NewDecision = Omit<FallbackDecision, "at"> & { readonly conversationId: string | null };

/** Stores why a tier answered. */
export async function insertDecision(db: Db, decision: NewDecision): Promise<FallbackDecision> {
  const { id, requestId, conversationId, purpose, tier, model, reason, error } = decision;
  const { quotaRemaining, complexity, tokensIn, tokensOut, costMicroUsd, latencyMs } = decision;
  const [row] = await db.$queryRaw<{ at: Date; attempts: unknown }[]>`
    INSERT INTO fallback_decision (id, request_id, conversation_id, purpose, tier, model, reason, quota_remaining,
      complexity, tokens_in, tokens_out, cost_micro_usd, latency_ms, error, attempts)
    VALUES (${id}::uuid, ${requestId}::uuid, ${conversationId}::uuid, ${purpose}, ${tier}, ${model}, ${reason},
      ${quotaRemaining}, ${complexity}, ${tokensIn}, ${tokensOut}, ${costMicroUsd}, ${latencyMs}, ${error},
      ${JSON.stringify(decision.attempts)}::jsonb)
    RETURNING at, attempts`;
  const { at, attempts } = required(row, "the stored decision");
  return fallbackDecisionSchema.parse({ ...decision, attempts, at: at.toISOString() });
}

/** Decisions made for a request, oldest first. */
export async function findDecisions(db: Db, requestId: string): Promise<FallbackDecision[]> {
  const rows = await db.fallbackDecision.findMany({
    where: { requestId },
    orderBy: { at: "asc" },
    take: 100,
  });
  return rows.map(toDecision);
}

function toDecision(row: {
  attempts: unknown;
  costMicroUsd: bigint;
  at: Date;
  [key: string]: unknown;
}): FallbackDecision {
  const attempts: Attempt[] = attemptSchema.array().parse(row.attempts);
  return fallbackDecisionSchema.parse({
    ...row,
    attempts,
    costMicroUsd: Number(row.costMicroUsd),
    at: row.at.toISOString(),
  });
}
