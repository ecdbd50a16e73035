import { type ModelBudgets, modelBudgetsSchema } from "#server/contracts/ai.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";
import type { Usage } from "./domain/budget.ts";

const budgetsKey = "model.budgets";
const reachedKey = "model.budget_reached";
const toldKey = "model.external_told";

/** A call before it is made. */
export interface NewCall {
  readonly id: string;
  readonly requestId: string | null;
  readonly conversationId: string | null;
  readonly purpose: string;
  readonly tier: "local" | "external";
  readonly model: string;
  readonly reservedMicroUsd: number;
  readonly reservedTokens: number;
}

/** How a call ended. */
export interface SettledCall {
  readonly costMicroUsd: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly outcome: string;
  readonly error: string | null;
  readonly latencyMs: number;
}

/** Serialises reservations until commit: what is read as used stays so until the new call stands beside it. */
export async function lockSpending(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('chiffon.spend'))`;
}

/** What a tier has used today and this month (UTC, database time). What is not settled counts at its worst case. */
export async function readUsage(db: Db, tier: "local" | "external"): Promise<Usage> {
  const [row] = await db.$queryRaw<Record<keyof Usage, bigint | number>[]>`
    WITH start AS (
      SELECT date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS day,
        date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month
    ), used AS (
      SELECT created_at, coalesce(cost_micro_usd, reserved_micro_usd) AS money,
        coalesce(tokens_in + tokens_out, reserved_tokens)::bigint AS tokens
      FROM model_call, start WHERE tier = ${tier} AND created_at >= start.month
    )
    SELECT
      coalesce(sum(money) FILTER (WHERE created_at >= start.day), 0)::bigint AS "dayMicroUsd",
      coalesce(sum(money), 0)::bigint AS "monthMicroUsd",
      coalesce(sum(tokens) FILTER (WHERE created_at >= start.day), 0)::bigint AS "dayTokens",
      coalesce(sum(tokens), 0)::bigint AS "monthTokens"
    FROM start LEFT JOIN used ON true`;
  const number = (value: bigint | number | undefined) => Number(value ?? 0);
  return {
    dayMicroUsd: number(row?.dayMicroUsd),
    monthMicroUsd: number(row?.monthMicroUsd),
    dayTokens: number(row?.dayTokens),
    monthTokens: number(row?.monthTokens),
  };
}

/** Calls that a request has caused so far. */
export async function countCalls(db: Db, requestId: string): Promise<number> {
  return db.modelCall.count({ where: { requestId } });
}

/** Notes a call at its worst case. The database's clock says which day and month it belongs to. */
export async function insertCall(db: Db, call: NewCall): Promise<void> {
  await db.$executeRaw`
    INSERT INTO model_call (id, request_id, conversation_id, purpose, tier, model, reserved_micro_usd, reserved_tokens,
      created_at)
    VALUES (${call.id}::uuid, ${call.requestId}::uuid, ${call.conversationId}::uuid, ${call.purpose}, ${call.tier},
      ${call.model}, ${BigInt(call.reservedMicroUsd)}, ${call.reservedTokens}, now())`;
}

/** Settles a call once; false when it was settled before. */
export async function settleCall(db: Db, callId: string, end: SettledCall): Promise<boolean> {
  const settled = await db.$executeRaw`
    UPDATE model_call SET settled_at = now(), outcome = ${end.outcome}, error = ${end.error},
      latency_ms = ${end.latencyMs}, tokens_in = ${end.tokensIn}, tokens_out = ${end.tokensOut},
      cost_micro_usd = ${BigInt(end.costMicroUsd)}
    WHERE id = ${callId}::uuid AND settled_at IS NULL`;
  return settled === 1;
}

/** Settles what nobody settled in time at its worst case: its process died, and what it was charged nobody knows. */
export async function settleAbandoned(db: Db, olderThanMs: number): Promise<number> {
  return db.$executeRaw`
    UPDATE model_call SET settled_at = now(), outcome = 'abandoned', error = 'its process ended before it did',
      tokens_in = reserved_tokens, tokens_out = 0, cost_micro_usd = reserved_micro_usd
    WHERE settled_at IS NULL AND created_at < now() - ${`${olderThanMs} milliseconds`}::interval`;
}

/** The budgets an admin set; null when none did. */
export async function findBudgets(db: Db): Promise<ModelBudgets | null> {
  const row = await db.setting.findUnique({ where: { key: budgetsKey } });
  return row === null ? null : modelBudgetsSchema.parse(row.value);
}

export async function saveBudgets(tx: Tx, budgets: ModelBudgets): Promise<void> {
  const value = asJson(budgets);
  await tx.setting.upsert({
    where: { key: budgetsKey },
    create: { key: budgetsKey, value },
    update: { value },
  });
}

/**
 * Notes that a budget is reached; true only for the first who notes it of its day or month (UTC, database time). With
 * another limit it is another budget.
 */
export async function noteReached(tx: Tx, budget: string, limit: number): Promise<boolean> {
  const period = budget.includes("Month") ? "YYYY-MM" : "YYYY-MM-DD";
  const noted = await tx.$executeRaw`
    INSERT INTO setting (key, value, updated_at)
    VALUES (${`${reachedKey}.${budget}`},
      to_jsonb(to_char(now() AT TIME ZONE 'UTC', ${period}) || ' at ' || ${String(limit)}::text), now())
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
    WHERE setting.value <> excluded.value`;
  return noted === 1;
}

/** Notes the first external call; true only for the one who notes it. */
export async function noteFirstExternal(tx: Tx): Promise<boolean> {
  const added = await tx.$executeRaw`
    INSERT INTO setting (key, value, updated_at) VALUES (${toldKey}, 'true'::jsonb, now())
    ON CONFLICT (key) DO NOTHING`;
  return added === 1;
}
