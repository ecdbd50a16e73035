import type { PreviewReport } from "#server/contracts/preview.ts";
import { previewReportSchema } from "#server/contracts/preview.ts";
import { type RequestPhase, requestPhaseSchema } from "#server/contracts/request.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";

/** A preview of a plan, by the request that makes it. */
export interface StoredPreview {
  readonly requestId: string;
  readonly planId: string;
  /** Null until it has ended, or where an older version wrote it in a form that this one does not read. */
  readonly report: PreviewReport | null;
  readonly createdAt: Date;
}

export async function insertPreview(
  tx: Tx,
  preview: Pick<StoredPreview, "requestId" | "planId">,
): Promise<void> {
  await tx.planPreview.create({ data: preview });
}

/** The newest preview of a plan. */
export async function findNewestPreview(db: Db, planId: string): Promise<StoredPreview | null> {
  const row = await db.planPreview.findFirst({
    where: { planId },
    orderBy: { createdAt: "desc" },
  });
  return row === null ? null : toPreview(row);
}

/** Whether a preview of a plan goes on: its request is in none of the `settled` phases. */
export async function hasOpenPreview(
  tx: Tx,
  planId: string,
  settled: readonly RequestPhase[],
): Promise<boolean> {
  const open = { planId, request: { phase: { notIn: [...settled] } } };
  return (await tx.planPreview.count({ where: open })) > 0;
}

/** Where the request stands that makes a preview. */
export async function findPreviewPhase(db: Db, requestId: string): Promise<RequestPhase> {
  const row = await db.request.findUniqueOrThrow({
    where: { id: requestId },
    select: { phase: true },
  });
  return requestPhaseSchema.parse(row.phase);
}

export async function findPreview(db: Db, requestId: string): Promise<StoredPreview | null> {
  const row = await db.planPreview.findUnique({ where: { requestId } });
  return row === null ? null : toPreview(row);
}

/** @returns false where a report is there already: the first counts */
export async function saveReport(
  tx: Tx,
  requestId: string,
  report: PreviewReport,
): Promise<boolean> {
  const { count } = await tx.planPreview.updateMany({
    where: { requestId, report: { equals: Prisma.DbNull } },
    data: { report: asJson(report) },
  });
  return count === 1;
}

/** Previews that came to one of the `settled` phases within a span and have no report: the job was lost. Oldest first, at most 20. */
export async function findUnrecorded(
  db: Db,
  span: { readonly from: Date; readonly to: Date },
  settled: readonly RequestPhase[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT request.id FROM plan_preview JOIN request ON request.id = plan_preview.request_id
    WHERE plan_preview.report IS NULL AND request.phase = ANY(${[...settled]})
      AND request.updated_at > ${span.from} AND request.updated_at < ${span.to}
    ORDER BY request.updated_at LIMIT 20`;
  return rows.map(({ id }) => id);
}

function toPreview(row: {
  requestId: string;
  planId: string;
  report: unknown;
  createdAt: Date;
}): StoredPreview {
  return { ...row, report: previewReportSchema.safeParse(row.report).data ?? null };
}
