import { type HandoffStatus, handoffStatusSchema } from "#server/contracts/handoff.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";

export interface NewHandoff {
  readonly id: string;
  readonly conversationId: string;
  readonly requestId: string | null;
  readonly taskId: string | null;
  readonly subject: string;
  readonly context: string;
  readonly fromId: string;
  readonly fromName: string;
  readonly toId: string;
  readonly toName: string;
}

export async function insertHandoff(tx: Tx, handoff: NewHandoff): Promise<void> {
  const status: HandoffStatus = "offered";
  await tx.handoff.create({ data: { ...handoff, status } });
}

/** Answers a handoff that is still offered; false when somebody was first. */
export async function settleHandoff(
  tx: Tx,
  handoffId: string,
  status: Exclude<HandoffStatus, "offered">,
  answer: { readonly reason: string | null; readonly at: Date },
): Promise<boolean> {
  const open: HandoffStatus = "offered";
  const changed = await tx.handoff.updateMany({
    where: { id: handoffId, status: open },
    data: { status, reason: answer.reason, decidedAt: answer.at },
  });
  return changed.count === 1;
}

export async function findHandoff(db: Db, handoffId: string) {
  return db.handoff.findUnique({ where: { id: handoffId } });
}

/** Whether a task is offered to somebody. */
export async function isOffered(db: Db, taskId: string): Promise<boolean> {
  const status: HandoffStatus = "offered";
  return (await db.handoff.count({ where: { taskId, status } })) > 0;
}

/** Handoffs to and from a person, the newest first, at most 100. */
export async function findHandoffsOf(db: Db, personId: string) {
  const rows = await db.handoff.findMany({
    where: {
      OR: [{ toId: personId }, { fromId: personId }],
      conversation: { deletedAt: null },
    },
    orderBy: { createdAt: "desc" },
    take: 100,
  });
  return rows.map((row) => ({ ...row, status: handoffStatusSchema.parse(row.status) }));
}
