import { z } from "zod";
import type { PlanStatus } from "#server/contracts/plan.ts";
import type { RequestPhase, RequestPurpose } from "#server/contracts/request.ts";
import {
  type Rule,
  type RuleGroup,
  type RuleOutcome,
  type RulePattern,
  type RuleRefusal,
  ruleAskerSchema,
  rulePatternSchema,
  ruleRefusalSchema,
  ruleRiskSchema,
  ruleSchema,
} from "#server/contracts/rule.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";

/** A rule as it is stored; where it stands follows from this. */
export type StoredRule = Pick<
  Rule,
  | "id"
  | "name"
  | "repositoryId"
  | "repositoryName"
  | "entryName"
  | "hosts"
  | "groups"
  | "maxRisk"
  | "askerRole"
  | "isEnabled"
  | "pausedReason"
  | "inNameOf"
  | "revokedBy"
> & {
  readonly pattern: RulePattern;
  readonly until: Date;
  readonly changedPlanId: string | null;
  readonly inNameOfId: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
};

export async function insertRule(
  tx: Tx,
  rule: Omit<StoredRule, "createdAt" | "revokedAt" | "revokedBy">,
): Promise<void> {
  const { pattern, groups, hosts, ...columns } = rule;
  await tx.approvalRule.create({
    data: { ...columns, hosts: [...hosts], pattern: asJson(pattern), groups: asJson(groups) },
  });
}

/** What of a rule can change. */
export type RulePatch = Partial<
  Pick<
    StoredRule,
    | "name"
    | "maxRisk"
    | "askerRole"
    | "until"
    | "isEnabled"
    | "pausedReason"
    | "changedPlanId"
    | "inNameOfId"
    | "inNameOf"
    | "revokedAt"
    | "revokedBy"
  >
> & { readonly pattern?: RulePattern; readonly groups?: readonly RuleGroup[] };

export async function updateRule(tx: Tx, ruleId: string, patch: RulePatch): Promise<void> {
  const { pattern, groups, ...columns } = patch;
  await tx.approvalRule.update({
    where: { id: ruleId },
    data: {
      ...columns,
      ...(pattern === undefined ? {} : { pattern: asJson(pattern) }),
      ...(groups === undefined ? {} : { groups: asJson(groups) }),
    },
  });
}

export async function findRule(db: Db, ruleId: string): Promise<StoredRule | null> {
  const row = await db.approvalRule.findUnique({ where: { id: ruleId } });
  return row === null ? null : toRule(row);
}

/** Rules, newest first, those that follow `cursor`; the revoked are among them. */
export async function findRules(
  db: Db,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<StoredRule[]> {
  const rows = await db.approvalRule.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
  });
  return rows.map(toRule);
}

/** All that were not revoked. */
export async function findStanding(db: Db): Promise<StoredRule[]> {
  return (await db.approvalRule.findMany({ where: { revokedAt: null } })).map(toRule);
}

/** How many rules were not revoked. */
export async function countRules(db: Db): Promise<number> {
  return db.approvalRule.count({ where: { revokedAt: null } });
}

/** Whether any rule that was not revoked is about a repository. */
export async function hasRules(db: Db, repositoryId: string): Promise<boolean> {
  const found = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM approval_rule WHERE repository_id = ${repositoryId}::uuid AND revoked_at IS NULL LIMIT 1`;
  return found.length > 0;
}

/** Locks a rule's row until the transaction ends and reads it as it is then. */
export async function lockRule(tx: Tx, ruleId: string): Promise<StoredRule | null> {
  await tx.$queryRaw`SELECT id FROM approval_rule WHERE id = ${ruleId}::uuid FOR UPDATE`;
  return findRule(tx, ruleId);
}

/** Locks the rules about a repository that stood when a plan of it was made, and reads them as they are then, oldest first. */
export async function lockRulesOf(
  tx: Tx,
  repositoryId: string,
  madeBefore: Date,
): Promise<StoredRule[]> {
  await tx.$queryRaw`
    SELECT id FROM approval_rule WHERE repository_id = ${repositoryId}::uuid AND revoked_at IS NULL
    ORDER BY id FOR UPDATE`;
  const rows = await tx.approvalRule.findMany({
    where: { repositoryId, revokedAt: null, createdAt: { lte: madeBefore } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(toRule);
}

export async function insertApprovals(
  tx: Tx,
  ruleIds: readonly string[],
  plan: { readonly planId: string; readonly requestId: string },
): Promise<void> {
  await tx.ruleApproval.createMany({ data: ruleIds.map((ruleId) => ({ ruleId, ...plan })) });
}

/** What rules approved, in numbers, by rule; those that approved nothing are missing. */
export async function findApprovals(
  db: Db,
  ruleIds: readonly string[],
): Promise<Map<string, Rule["approvals"]>> {
  const rows = await db.$queryRaw<
    { ruleId: string; count: number; failed: number; lastAt: Date; lastRequestId: string }[]
  >`
    SELECT rule_id AS "ruleId", count(*)::int AS count,
      (count(*) FILTER (WHERE outcome = 'failed'))::int AS failed, max(created_at) AS "lastAt",
      (array_agg(request_id ORDER BY created_at DESC))[1] AS "lastRequestId"
    FROM rule_approval WHERE rule_id = ANY(${[...ruleIds]}::uuid[]) GROUP BY rule_id`;
  return new Map(
    rows.map(({ ruleId, lastAt, ...approvals }) => [
      ruleId,
      { ...approvals, lastAt: lastAt.toISOString() },
    ]),
  );
}

/** An approval by a rule whose request is over, or has a task that went wrong. */
export interface EndedApproval {
  readonly ruleId: string;
  readonly planId: string;
  readonly requestId: string;
  readonly phase: RequestPhase;
  /** A task failed or needs a person's review. */
  readonly hasTrouble: boolean;
}

/**
 * Approvals that have come to an end which is not written down yet, at most 100.
 *
 * @param settled the phases in which a request is over
 */
export async function findEnded(
  db: Db,
  settled: readonly RequestPhase[],
  repositoryId: string | null = null,
): Promise<EndedApproval[]> {
  const trouble: TaskStatus[] = ["failed", "needs_review"];
  return db.$queryRaw<EndedApproval[]>`
    SELECT * FROM (
      SELECT rule_approval.rule_id AS "ruleId", rule_approval.plan_id AS "planId",
        rule_approval.request_id AS "requestId", request.phase,
        EXISTS (SELECT 1 FROM task WHERE task.plan_id = rule_approval.plan_id
          AND task.status = ANY(${trouble})) AS "hasTrouble"
      FROM rule_approval
        JOIN request ON request.id = rule_approval.request_id
        JOIN approval_rule ON approval_rule.id = rule_approval.rule_id
      WHERE rule_approval.outcome IS NULL
        AND (${repositoryId}::uuid IS NULL OR approval_rule.repository_id = ${repositoryId}::uuid)
    ) AS open WHERE "hasTrouble" OR phase = ANY(${[...settled]}) LIMIT 100`;
}

/** @returns false where it is written down already */
export async function saveOutcome(
  tx: Tx,
  { ruleId, planId }: Pick<EndedApproval, "ruleId" | "planId">,
  outcome: RuleOutcome,
): Promise<boolean> {
  const { count } = await tx.ruleApproval.updateMany({
    where: { ruleId, planId, outcome: null },
    data: { outcome },
  });
  return count === 1;
}

export async function saveVerdict(
  tx: Tx,
  planId: string,
  { refusals, awaitsPreview }: { refusals: readonly RuleRefusal[]; awaitsPreview: boolean },
): Promise<void> {
  const verdict = { refusals: asJson(refusals), awaitsPreview };
  await tx.ruleVerdict.upsert({
    where: { planId },
    create: { planId, ...verdict },
    update: verdict,
  });
}

/** Why no rule approved a plan; null where none was asked about it. */
export async function findVerdict(
  db: Db,
  planId: string,
): Promise<{ refusals: RuleRefusal[]; awaitsPreview: boolean } | null> {
  const row = await db.ruleVerdict.findUnique({ where: { planId } });
  if (row === null) return null;
  const refusals = z.array(ruleRefusalSchema).safeParse(row.refusals).data ?? [];
  return { refusals, awaitsPreview: row.awaitsPreview };
}

const waiting: PlanStatus = "awaiting_approval";
const work: RequestPurpose = "work";

/**
 * Plans that wait, made within a span, which rules might approve and nobody asked them, or whose preview was made since: the
 * job was lost. Oldest first, at most 20.
 */
export async function findUnjudged(
  db: Db,
  span: { readonly from: Date; readonly to: Date },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT plan.id FROM plan JOIN request ON request.id = plan.request_id
      LEFT JOIN rule_verdict ON rule_verdict.plan_id = plan.id
    WHERE plan.status = ${waiting} AND request.purpose = ${work}
      AND plan.created_at > ${span.from} AND plan.created_at < ${span.to}
      AND EXISTS (SELECT 1 FROM approval_rule WHERE approval_rule.repository_id = plan.repository_id
        AND approval_rule.revoked_at IS NULL AND approval_rule.created_at <= plan.created_at)
      AND (rule_verdict.plan_id IS NULL OR (rule_verdict.awaits_preview AND EXISTS (
        SELECT 1 FROM plan_preview WHERE plan_preview.plan_id = plan.id AND plan_preview.report IS NOT NULL)))
    ORDER BY plan.created_at LIMIT 20`;
  return rows.map(({ id }) => id);
}

type RuleRow = NonNullable<Awaited<ReturnType<Db["approvalRule"]["findUnique"]>>>;

function toRule(row: RuleRow): StoredRule {
  return {
    ...row,
    pattern: rulePatternSchema.parse(row.pattern),
    groups: ruleSchema.shape.groups.parse(row.groups),
    maxRisk: ruleRiskSchema.parse(row.maxRisk),
    askerRole: ruleAskerSchema.parse(row.askerRole),
  };
}
