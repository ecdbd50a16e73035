import {
  type Artifact,
  artifactSchema,
  type GateSettings,
  type GateVerdict,
  gateSettingsSchema,
  gateVerdictSchema,
} from "#server/contracts/gate.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import { type CommitWriter, writeAtCommit } from "#server/platform/commit-writes.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";

const settingsKey = "gates";
/** Results that are kept of one request: one that is held and let go again and again has many. */
const keptResults = 200;

/** What an owner is offered before they set anything: kinds, and no phase that needs one. */
export const defaultGates: GateSettings = {
  kinds: ["change_ticket", "test_report", "backup_proof", "sign_off", "other"],
  required: { planning: [], approval: [], execution: [], verification: [] },
  blockedDays: 7,
};

export async function findGateSettings(db: Db): Promise<GateSettings> {
  const [row] = await db.$queryRaw<{ value: unknown }[]>`
    SELECT value FROM setting WHERE key = ${settingsKey}`;
  return row === undefined ? defaultGates : gateSettingsSchema.parse(row.value);
}

export async function saveGateSettings(tx: Tx, settings: GateSettings): Promise<void> {
  const value = asJson(settings);
  await tx.setting.upsert({
    where: { key: settingsKey },
    create: { key: settingsKey, value },
    update: { value },
  });
}

/** Stores what gates said, and drops the oldest results beyond those that are kept. */
export async function insertGateResults(
  tx: Tx,
  requestId: string,
  verdicts: readonly GateVerdict[],
): Promise<void> {
  await writeAtCommit(
    tx,
    results,
    verdicts.map((verdict) => ({ ...verdict, requestId })),
  );
}

const results: CommitWriter<GateVerdict & { readonly requestId: string }> = {
  write: (given) => Prisma.sql`
    results_input AS MATERIALIZED (
      SELECT * FROM ROWS FROM (
        jsonb_to_recordset(${JSON.stringify(given)}::jsonb) AS ("requestId" uuid, phase text, gate text, passed boolean,
          reason text, evidence text[])
      ) WITH ORDINALITY
    ), results_dropped AS (
      DELETE FROM gate_result WHERE id IN (
        SELECT id FROM (
          SELECT id, row_number() OVER (PARTITION BY request_id ORDER BY id DESC) AS age FROM gate_result
          WHERE request_id IN (SELECT "requestId" FROM results_input)
        ) AS kept WHERE age > ${keptResults})
    ), results_added AS (
      INSERT INTO gate_result (request_id, phase, gate, passed, reason, evidence)
      SELECT "requestId", phase, gate, passed, reason, evidence FROM results_input ORDER BY ordinality
      RETURNING 1
    )`,
  last: "results_added",
};

/** What gates said of a request, oldest first. */
export async function findGateResults(
  db: Db,
  requestId: string,
): Promise<(GateVerdict & { readonly at: string })[]> {
  const rows = await db.gateResult.findMany({
    where: { requestId },
    orderBy: { id: "asc" },
    take: keptResults,
  });
  return rows.map((row) => ({ ...gateVerdictSchema.parse(row), at: row.at.toISOString() }));
}

/** Evidence of a request, oldest first. */
export async function findArtifacts(db: Db, requestId: string): Promise<Artifact[]> {
  const rows = await db.requestArtifact.findMany({
    where: { requestId },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: 100,
  });
  return rows.map((row) => artifactSchema.parse({ ...row, at: row.at.toISOString() }));
}

/** Which evidence a request has, without what it holds. */
export async function findArtifactKinds(
  db: Db,
  requestId: string,
): Promise<{ id: string; kind: string }[]> {
  return db.requestArtifact.findMany({
    where: { requestId },
    select: { id: true, kind: true },
    take: 100,
  });
}

export async function insertArtifact(
  tx: Tx,
  requestId: string,
  artifact: Omit<Artifact, "at">,
): Promise<void> {
  await tx.requestArtifact.create({ data: { ...artifact, requestId } });
}

/** Requests that are held, oldest first, at most 100. */
export async function findHeld(db: Db): Promise<string[]> {
  const phase: RequestPhase = "blocked";
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM request WHERE phase = ${phase} AND jsonb_typeof(context->'hold') = 'object' ORDER BY updated_at LIMIT 100`;
  return rows.map(({ id }) => id);
}
