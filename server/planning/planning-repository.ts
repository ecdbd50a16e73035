import { z } from "zod";
import { riskSchema } from "#server/contracts/common.ts";
import {
  type Plan,
  type PlanBody,
  type PlanDecision,
  type PlanStatus,
  type PlanVersion,
  planSchema,
} from "#server/contracts/plan.ts";
import type { RequestPurpose } from "#server/contracts/request.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { assignments } from "#server/platform/sql-columns.ts";
import { awaitingApproval, type PlanEvent, planMachine } from "./domain/plan-state.ts";

/** Stores a new plan version, waiting for approval. */
export async function insertPlan(
  tx: Tx,
  plan: Omit<Plan, "createdAt" | "status" | "decision" | "staleReason">,
): Promise<void> {
  const { id, requestId, version, digest, body, expiresAt } = plan;
  await tx.$executeRaw`
    INSERT INTO plan (id, request_id, version, status, digest, body, repository_id, "commit", expires_at)
    VALUES (${id}::uuid, ${requestId}::uuid, ${version}, ${awaitingApproval}, ${digest}, ${JSON.stringify(body)}::jsonb,
      ${body.repositoryId}::uuid, ${body.commit}, ${new Date(expiresAt)})`;
}

/** Applies an event to a plan; false when its status does not allow it (somebody else was first). */
export async function transitionPlan(
  tx: Tx,
  planId: string,
  event: PlanEvent,
  patch: {
    staleReason?: string;
    decision?: "approve" | "reject";
    decidedById?: string;
    decidedBy?: string;
    decidedAt?: Date;
    decisionReason?: string | null;
    rules?: PlanDecision["rules"];
    startAt?: Date | null;
  } = {},
): Promise<boolean> {
  const sources = planMachine.sources(event);
  const first = sources[0];
  if (first === undefined) return false;
  const { rules, ...columns } = patch;
  const decidedRules = rules === undefined ? undefined : JSON.stringify(rules);
  // Every source of an event leads to the same status in this table, so one update serves all.
  const set = assignments({ ...columns, decidedRules, status: planMachine.next(first, event) });
  const changed = await tx.$executeRaw`
    UPDATE plan SET ${set} WHERE id = ${planId}::uuid AND status IN (${Prisma.join(sources)})`;
  return changed === 1;
}

/** Reads a plan and locks its row until the transaction ends: decisions are made one at a time. */
export async function lockPlan(
  tx: Tx,
  planId: string,
): Promise<{ plan: Plan; decidedById: string | null } | null> {
  const [row] = await tx.$queryRaw<(PlanRow & { decidedById: string | null })[]>`
    SELECT ${planColumns}, decided_by_id AS "decidedById" FROM plan WHERE id = ${planId}::uuid FOR UPDATE`;
  return row === undefined ? null : { plan: toPlan(row), decidedById: row.decidedById };
}

/** Moves the start of an approved plan; false when it is not approved any more, or starts by then anyway. */
export async function moveStart(tx: Tx, planId: string, startAt: Date): Promise<boolean> {
  const status = "approved" satisfies PlanStatus;
  const changed = await tx.plan.updateMany({
    where: { id: planId, status, startAt: { gt: startAt } },
    data: { startAt },
  });
  return changed.count === 1;
}

export async function findPlan(db: Db, planId: string): Promise<Plan | null> {
  const [row] = await db.$queryRaw<PlanRow[]>`
    SELECT ${planColumns} FROM plan WHERE id = ${planId}::uuid`;
  return row === undefined ? null : toPlan(row);
}

/** The newest version of each request's plan; requests without a plan give none. */
export async function findNewestPlans(db: Db, requestIds: readonly string[]): Promise<Plan[]> {
  const rows = await db.$queryRaw<PlanRow[]>`
    SELECT newest.* FROM unnest(${requestIds}::uuid[]) AS request (id)
      CROSS JOIN LATERAL (
        SELECT ${planColumns} FROM plan WHERE request_id = request.id ORDER BY version DESC LIMIT 1
      ) AS newest`;
  return rows.map(toPlan);
}

const versionsPerRequest = 50;

/** The versions of each request's plan without their bodies, newest first, at most 50; by request. */
export async function findPlanVersions(
  db: Db,
  requestIds: readonly string[],
): Promise<Map<string, PlanVersion[]>> {
  // One row per request: thousands of small rows would take longer to hand over than to find.
  const rows = await db.$queryRaw<{ requestId: string; versions: PlanVersion[] | null }[]>`
    SELECT request.id AS "requestId", newest.versions FROM unnest(${requestIds}::uuid[]) AS request (id)
      CROSS JOIN LATERAL (
        SELECT json_agg(one ORDER BY version DESC) AS versions FROM (
          SELECT id AS "planId", version, status, digest FROM plan WHERE request_id = request.id
          ORDER BY version DESC LIMIT ${versionsPerRequest}
        ) AS one
      ) AS newest`;
  return new Map(rows.map((row) => [row.requestId, row.versions ?? []]));
}

const work: RequestPurpose = "work";

/** The newest version of the newest plan of a conversation among requests made before an instant; what follow-ups speak of. */
export async function findLatestPlan(
  db: Db,
  conversationId: string,
  before: Date,
  status?: PlanStatus,
): Promise<Plan | null> {
  const row = await db.plan.findFirst({
    where: {
      request: { conversationId, purpose: work, createdAt: { lt: before } },
      ...(status === undefined ? {} : { status }),
    },
    orderBy: [{ request: { createdAt: "desc" } }, { version: "desc" }],
  });
  return row === null ? null : toPlan(row);
}

/** The newest version of each of the newest plans, newest first; previews are none of them. */
export async function findRecentPlans(db: Db, most: number): Promise<Plan[]> {
  const rows = await db.$queryRaw<PlanRow[]>`
    SELECT ${planColumns} FROM plan
    WHERE EXISTS (SELECT 1 FROM request WHERE request.id = plan.request_id AND request.purpose = ${work})
      AND NOT EXISTS (SELECT 1 FROM plan AS newer
        WHERE newer.request_id = plan.request_id AND newer.version > plan.version)
    ORDER BY created_at DESC LIMIT ${most}`;
  return rows.map(toPlan);
}

/** A plan that waits for a decision, as a list shows it. */
export type AwaitingPlan = Pick<
  Plan,
  "requestId" | "version" | "digest" | "createdAt" | "expiresAt"
> &
  Pick<PlanBody, "summary" | "risk"> & {
    readonly planId: string;
    readonly hosts: string[];
    readonly playbooks: string[];
  };

/** Plans that wait for a decision, oldest first, at most 200. */
export async function findAwaiting(db: Db): Promise<AwaitingPlan[]> {
  const rows = await db.$queryRaw<AwaitingRow[]>`
    SELECT id AS "planId", request_id AS "requestId", version, digest, created_at AS "createdAt", expires_at AS "expiresAt",
      body->>'summary' AS summary, body->>'risk' AS risk, jsonb_path_query_array(body, '$.tasks[*].hosts[*]') AS hosts,
      jsonb_path_query_array(body, '$.tasks[*].entryPath') AS playbooks
    FROM plan WHERE status = ${awaitingApproval} ORDER BY created_at LIMIT 200`;
  return rows.map((row) => ({
    ...row,
    risk: riskSchema.parse(row.risk),
    hosts: [...new Set(z.array(z.string()).parse(row.hosts))],
    playbooks: [...new Set(z.array(z.string()).parse(row.playbooks))],
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
}

type AwaitingRow = Omit<
  AwaitingPlan,
  "createdAt" | "expiresAt" | "risk" | "hosts" | "playbooks"
> & {
  readonly playbooks: unknown;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly risk: string;
  readonly hosts: unknown;
};

export async function countAwaiting(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM plan WHERE status = ${awaitingApproval}`;
  return row?.count ?? 0;
}

/** Plans that nobody decided about before they expired, on database time; at most 100. */
export async function findPastExpiry(db: Db): Promise<{ planId: string; requestId: string }[]> {
  return db.$queryRaw<{ planId: string; requestId: string }[]>`
    SELECT id AS "planId", request_id AS "requestId" FROM plan
    WHERE status = ${awaitingApproval} AND expires_at < now() LIMIT 100`;
}

const planColumns = Prisma.sql`id, request_id AS "requestId", version, status, digest, body, created_at AS "createdAt",
  expires_at AS "expiresAt", decision, decided_by AS "decidedBy", decided_at AS "decidedAt",
  decision_reason AS "decisionReason", decided_rules AS "decidedRules", start_at AS "startAt", stale_reason AS "staleReason"`;

interface PlanRow {
  id: string;
  requestId: string;
  version: number;
  status: string;
  digest: string;
  body: unknown;
  createdAt: Date;
  expiresAt: Date;
  decision: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  decidedRules: unknown;
  startAt: Date | null;
  staleReason: string | null;
}

function toPlan(row: PlanRow): Plan {
  return planSchema.parse({
    id: row.id,
    requestId: row.requestId,
    version: row.version,
    status: row.status,
    digest: row.digest,
    body: row.body,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decision:
      row.decision === null
        ? null
        : {
            decision: row.decision,
            decidedBy: row.decidedBy ?? "",
            decidedAt: row.decidedAt?.toISOString(),
            reason: row.decisionReason,
            ...(row.decidedRules === null ? {} : { rules: row.decidedRules }),
            startAt: row.startAt?.toISOString() ?? null,
          },
    staleReason: row.staleReason,
  });
}
