-- Standing approvals: one playbook with its content, some hosts, the same values, until a day. Revoked ones are kept.
CREATE TABLE "approval_rule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "repository_id" UUID NOT NULL,
    "repository_name" TEXT NOT NULL,
    "entry_name" TEXT NOT NULL,
    "pattern" JSONB NOT NULL,
    "hosts" TEXT[] NOT NULL,
    "groups" JSONB NOT NULL,
    "max_risk" TEXT NOT NULL,
    "asker_role" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "paused_reason" TEXT,
    "changed_plan_id" UUID,
    "in_name_of_id" UUID NOT NULL,
    "in_name_of" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,

    CONSTRAINT "approval_rule_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "approval_rule_repository_id_idx" ON "approval_rule"("repository_id");
CREATE INDEX "approval_rule_created_at_idx" ON "approval_rule"("created_at");
-- Plans and the history name rules: two that stand are never called the same.
CREATE UNIQUE INDEX "approval_rule_name_key" ON "approval_rule"(lower("name")) WHERE "revoked_at" IS NULL;

-- High is no value of it, whatever the code says.
ALTER TABLE "approval_rule" DROP CONSTRAINT IF EXISTS "approval_rule_max_risk_check",
  ADD CONSTRAINT "approval_rule_max_risk_check" CHECK ("max_risk" IN ('low', 'medium'));
ALTER TABLE "approval_rule" DROP CONSTRAINT IF EXISTS "approval_rule_asker_role_check",
  ADD CONSTRAINT "approval_rule_asker_role_check" CHECK ("asker_role" IN ('operator', 'approver', 'admin'));

-- A plan that a rule approved, and how that ended.
CREATE TABLE "rule_approval" (
    "rule_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "outcome" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_approval_pkey" PRIMARY KEY ("rule_id", "plan_id")
);

CREATE INDEX "rule_approval_outcome_idx" ON "rule_approval"("outcome");
ALTER TABLE "rule_approval" ADD CONSTRAINT "rule_approval_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "approval_rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rule_approval" ADD CONSTRAINT "rule_approval_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "rule_approval" DROP CONSTRAINT IF EXISTS "rule_approval_outcome_check",
  ADD CONSTRAINT "rule_approval_outcome_check" CHECK ("outcome" IN ('succeeded', 'failed', 'ended'));

-- Why no rule approved a plan. Not there: nobody looked yet, or its repository has no rule.
CREATE TABLE "rule_verdict" (
    "plan_id" UUID NOT NULL,
    "refusals" JSONB NOT NULL,
    "awaits_preview" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_verdict_pkey" PRIMARY KEY ("plan_id")
);

ALTER TABLE "rule_verdict" ADD CONSTRAINT "rule_verdict_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The rules that decided in a person's name; null where a person did.
ALTER TABLE "plan" ADD COLUMN     "decided_rules" JSONB;
CREATE INDEX "plan_created_at_idx" ON "plan"("created_at");
