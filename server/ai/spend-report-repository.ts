import type { ModelUse, SpendReport } from "#server/contracts/ai.ts";
import { type Db, Prisma } from "#server/platform/prisma.ts";

const maxRequests = 50;

const sums = Prisma.sql`count(*)::int AS calls,
  coalesce(sum(coalesce(tokens_in, reserved_tokens)), 0)::float8 AS "tokensIn",
  coalesce(sum(coalesce(tokens_out, 0)), 0)::float8 AS "tokensOut",
  coalesce(sum(coalesce(cost_micro_usd, reserved_micro_usd)), 0)::float8 AS "costMicroUsd"`;

function since(days: number): Prisma.Sql {
  return Prisma.sql`created_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
    - ${days - 1} * interval '1 day'`;
}

/** Sums per UTC day on which a model was asked, oldest first. Calls that still run count at their worst case. */
export async function spendByDay(db: Db, days: number): Promise<SpendReport["days"]> {
  return db.$queryRaw`
    SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, ${sums}
    FROM model_call WHERE ${since(days)} GROUP BY 1 ORDER BY 1`;
}

/** Sums per model, dearest first. */
export async function spendByModel(db: Db, days: number): Promise<SpendReport["models"]> {
  return db.$queryRaw`
    SELECT tier, model, ${sums},
      (count(*) FILTER (WHERE outcome NOT IN ('answered', 'repaired')))::int AS failed,
      coalesce(round(avg(latency_ms)), 0)::int AS "meanLatencyMs"
    FROM model_call WHERE ${since(days)} GROUP BY tier, model ORDER BY "costMicroUsd" DESC, "tokensIn" DESC`;
}

/** Sums of requests for which a model was asked; the others are not in it. */
export async function spendOfRequests(
  db: Db,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, ModelUse>> {
  if (requestIds.length === 0) return new Map();
  const rows = await db.$queryRaw<(ModelUse & { requestId: string })[]>`
    SELECT request_id AS "requestId", ${sums}
    FROM model_call WHERE request_id = ANY(${[...requestIds]}::uuid[]) GROUP BY request_id`;
  return new Map(rows.map(({ requestId, ...use }) => [requestId, use]));
}

/** What the ended runs of `spent`'s requests used; nothing where none has ended. */
const runsOfSpent = Prisma.sql`
  SELECT json_build_object('count', count(*), 'seconds', coalesce(sum((run.outcome->>'durationMs')::float8), 0) / 1000,
    'cpuSeconds', coalesce(sum((run.outcome->'resources'->>'cpuSeconds')::float8), 0),
    'peakMemoryMib', max((run.outcome->'resources'->>'peakMemoryMib')::float8)) AS runs
  FROM task JOIN run ON run.task_id = task.id
  WHERE task.request_id = spent."requestId" AND run.outcome IS NOT NULL HAVING count(*) > 0`;

/** The dearest requests. One whose conversation was deleted keeps its sums and loses its words. */
export async function spendByRequest(db: Db, days: number): Promise<SpendReport["requests"]> {
  const rows = await db.$queryRaw<
    (Omit<SpendReport["requests"][number], "lastAt"> & { lastAt: Date })[]
  >`
    SELECT spent.*, coalesce(left(request.text, 120), '') AS text, request.conversation_id AS "conversationId", used.runs
    FROM (
      SELECT request_id AS "requestId", max(created_at) AS "lastAt", ${sums}
      FROM model_call WHERE ${since(days)} AND request_id IS NOT NULL
      GROUP BY request_id ORDER BY "costMicroUsd" DESC, "tokensIn" DESC LIMIT ${maxRequests}
    ) spent LEFT JOIN request ON request.id = spent."requestId"
    LEFT JOIN LATERAL (${runsOfSpent}) used ON true
    ORDER BY "costMicroUsd" DESC, "tokensIn" DESC`;
  return rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() }));
}
