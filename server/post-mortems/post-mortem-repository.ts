import type { PostMortemReport } from "#server/contracts/post-mortem.ts";
import { postMortemReportSchema } from "#server/contracts/post-mortem.ts";
import type { RequestPhase, RequestPurpose } from "#server/contracts/request.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";

/** A report as it was written down when its request ended. */
export interface StoredPostMortem {
  /** Null where an older version wrote it in a form that this one does not read. */
  readonly report: PostMortemReport | null;
  readonly markdown: string;
  readonly sha256: string;
  readonly createdAt: Date;
}

export async function findPostMortem(db: Db, requestId: string): Promise<StoredPostMortem | null> {
  const row = await db.postMortem.findUnique({ where: { requestId } });
  if (row === null) return null;
  const { markdown, sha256, createdAt } = row;
  return { report: readReport(row.report), markdown, sha256, createdAt };
}

/** @returns false where there is one already: the first counts */
export async function insertPostMortem(
  tx: Tx,
  {
    report,
    ...rest
  }: {
    readonly report: PostMortemReport;
    readonly markdown: string;
    readonly sha256: string;
    readonly signature: string | null;
  },
): Promise<boolean> {
  const data = { requestId: report.requestId, report: asJson(report), ...rest };
  const { count } = await tx.postMortem.createMany({ data: [data], skipDuplicates: true });
  return count === 1;
}

/** Earlier reports with the same signature, newest first. */
export async function findSimilar(
  db: Db,
  {
    requestId,
    signature,
    before,
    limit,
  }: {
    readonly requestId: string;
    readonly signature: string;
    readonly before: Date;
    readonly limit: number;
  },
): Promise<PostMortemReport[]> {
  const rows = await db.postMortem.findMany({
    where: { signature, requestId: { not: requestId }, createdAt: { lt: before } },
    orderBy: { createdAt: "desc" },
    take: limit,
    select: { report: true },
  });
  return rows.flatMap(({ report }) => readReport(report) ?? []);
}

const [failed, timedOut, execution] = [
  "failed",
  "timed_out",
  "execution",
] as const satisfies readonly RequestPhase[];

const work: RequestPurpose = "work";

/** Requests that ended in failure within a span and have no report: the job was lost. Oldest first, at most 20. */
export async function findUnrecorded(
  db: Db,
  span: { readonly from: Date; readonly to: Date },
): Promise<string[]> {
  const lapsed = { phases: { some: { fromPhase: execution, toPhase: timedOut } } };
  const rows = await db.request.findMany({
    where: {
      updatedAt: { gt: span.from, lt: span.to },
      OR: [{ phase: failed }, { phase: timedOut, ...lapsed }],
      purpose: work,
      postMortem: null,
    },
    select: { id: true },
    orderBy: { updatedAt: "asc" },
    take: 20,
  });
  return rows.map(({ id }) => id);
}

function readReport(stored: unknown): PostMortemReport | null {
  return postMortemReportSchema.safeParse(stored).data ?? null;
}
