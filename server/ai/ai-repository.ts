import {
  type Attempt,
  attemptSchema,
  type FallbackDecision,
  fallbackDecisionSchema,
} from "#server/contracts/ai.ts";
import { asJson, type Db } from "#server/platform/prisma.ts";

/** A decision before it is stored. */
export type NewDecision = Omit<FallbackDecision, "at"> & { readonly conversationId: string | null };

/** Stores why a tier answered. */
export async function insertDecision(db: Db, decision: NewDecision): Promise<FallbackDecision> {
  const { attempts, costMicroUsd, ...rest } = decision;
  const row = await db.fallbackDecision.create({
    data: { ...rest, costMicroUsd: BigInt(costMicroUsd), attempts: asJson(attempts) },
  });
  return toDecision(row);
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
