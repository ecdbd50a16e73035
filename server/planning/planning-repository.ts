import { type Plan, type PlanStatus, planBodySchema, planSchema } from "#server/contracts/plan.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";
import { type PlanEvent, planMachine } from "./domain/plan-state.ts";

/** Stores a new plan version, waiting for approval. */
export async function insertPlan(
  tx: Tx,
  plan: Omit<Plan, "createdAt" | "status" | "decision" | "staleReason">,
): Promise<void> {
  const status: PlanStatus = "awaiting_approval";
  await tx.plan.create({
    data: {
      id: plan.id,
      requestId: plan.requestId,
      version: plan.version,
      status,
      digest: plan.digest,
      body: asJson(plan.body),
      repositoryId: plan.body.repositoryId,
      commit: plan.body.commit,
      expiresAt: new Date(plan.expiresAt),
    },
  });
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
  } = {},
): Promise<boolean> {
  const sources = planMachine.sources(event);
  const first = sources[0];
  if (first === undefined) return false;
  // Every source of an event leads to the same status in this table, so one update serves all.
  const changed = await tx.plan.updateMany({
    where: { id: planId, status: { in: sources } },
    data: { ...patch, status: planMachine.next(first, event) },
  });
  return changed.count === 1;
}

/** Reads a plan and locks its row until the transaction ends: decisions are made one at a time. */
export async function lockPlan(
  tx: Tx,
  planId: string,
): Promise<{ plan: Plan; decidedById: string | null } | null> {
  const [row] = await tx.$queryRaw<(PlanRow & { decidedById: string | null })[]>`
    SELECT id, request_id AS "requestId", version, status, digest, body, created_at AS "createdAt", expires_at AS "expiresAt",
      decision, decided_by_id AS "decidedById", decided_by AS "decidedBy", decided_at AS "decidedAt", decision_reason AS "decisionReason", stale_reason AS "staleReason"
    FROM plan WHERE id = ${planId}::uuid FOR UPDATE`;
  return row === undefined ? null : { plan: toPlan(row), decidedById: row.decidedById };
}

export async function findPlan(db: Db, planId: string): Promise<Plan | null> {
  const row = await db.plan.findUnique({ where: { id: planId } });
  return row === null ? null : toPlan(row);
}

/** Every version of a request's plan, newest first. */
export async function findPlansOf(db: Db, requestId: string): Promise<Plan[]> {
  const rows = await db.plan.findMany({
    where: { requestId },
    orderBy: { version: "desc" },
    take: 50,
  });
  return rows.map(toPlan);
}

/** The newest version of the newest plan of a conversation among requests made before an instant; what follow-ups speak of. */
export async function findLatestPlan(
  db: Db,
  conversationId: string,
  before: Date,
  status?: PlanStatus,
): Promise<Plan | null> {
  const row = await db.plan.findFirst({
    where: {
      request: { conversationId, createdAt: { lt: before } },
      ...(status === undefined ? {} : { status }),
    },
    orderBy: [{ request: { createdAt: "desc" } }, { version: "desc" }],
  });
  return row === null ? null : toPlan(row);
}

/** Plans that wait for a decision, oldest first. */
export async function findAwaiting(db: Db): Promise<Plan[]> {
  const rows = await db.plan.findMany({
    where: { status: "awaiting_approval" },
    orderBy: { createdAt: "asc" },
    take: 200,
  });
  return rows.map(toPlan);
}

export async function countAwaiting(db: Db): Promise<number> {
  return db.plan.count({ where: { status: "awaiting_approval" } });
}

/** Plans whose time ran out: undecided past their expiry, or approved and never taken up in time. On database time. */
export async function findOverdue(
  db: Db,
  pickupMinutes: number,
): Promise<{ id: string; requestId: string }[]> {
  return db.$queryRaw<{ id: string; requestId: string }[]>`
    SELECT id, request_id AS "requestId" FROM plan
    WHERE (status = 'awaiting_approval' AND expires_at < now())
       OR (status = 'approved' AND dispatched_at IS NULL AND decided_at < now() - make_interval(mins => ${pickupMinutes}))
    LIMIT 100`;
}

/** Writes the moment of the first pick-up, once. */
export async function markPickedUp(db: Db, planId: string): Promise<void> {
  await db.$executeRaw`UPDATE plan SET dispatched_at = now() WHERE id = ${planId}::uuid AND dispatched_at IS NULL`;
}

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
  staleReason: string | null;
}

function toPlan(row: PlanRow): Plan {
  return planSchema.parse({
    id: row.id,
    requestId: row.requestId,
    version: row.version,
    status: row.status,
    digest: row.digest,
    body: planBodySchema.parse(row.body),
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
          },
    staleReason: row.staleReason,
  });
}
