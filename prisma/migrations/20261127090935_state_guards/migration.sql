-- What earlier versions may have left behind, which the rules below would refuse.
DELETE FROM "host_lock" WHERE NOT EXISTS (SELECT 1 FROM "task" WHERE "task"."id" = "host_lock"."task_id");
DELETE FROM "routing_decision" WHERE NOT EXISTS (SELECT 1 FROM "task" WHERE "task"."id" = "routing_decision"."task_id");
UPDATE "routing_decision" SET "agent_id" = NULL
  WHERE "agent_id" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "agent" WHERE "agent"."id" = "routing_decision"."agent_id");
DELETE FROM "host_record" WHERE NOT EXISTS (SELECT 1 FROM "repository" WHERE "repository"."id" = "host_record"."repository_id");
UPDATE "plan" SET "status" = 'superseded'
  WHERE "status" = 'awaiting_approval' AND EXISTS (
    SELECT 1 FROM "plan" AS newer
    WHERE newer."request_id" = "plan"."request_id" AND newer."status" = 'awaiting_approval' AND newer."version" > "plan"."version");

-- A request has at most one plan that a person can approve.
CREATE UNIQUE INDEX "plan_one_awaiting_approval" ON "plan"("request_id") WHERE "status" = 'awaiting_approval';

-- AddForeignKey
ALTER TABLE "routing_decision" ADD CONSTRAINT "routing_decision_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_decision" ADD CONSTRAINT "routing_decision_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_lock" ADD CONSTRAINT "host_lock_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "host_record" ADD CONSTRAINT "host_record_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "request" DROP CONSTRAINT IF EXISTS "request_phase_check",
  ADD CONSTRAINT "request_phase_check" CHECK ("phase" IN ('intake', 'planning', 'approval', 'execution', 'verification', 'blocked', 'done', 'failed', 'rejected', 'cancelled', 'timed_out'));

ALTER TABLE "phase_change" DROP CONSTRAINT IF EXISTS "phase_change_from_phase_check",
  ADD CONSTRAINT "phase_change_from_phase_check" CHECK ("from_phase" IN ('intake', 'planning', 'approval', 'execution', 'verification', 'blocked', 'done', 'failed', 'rejected', 'cancelled', 'timed_out'));

ALTER TABLE "phase_change" DROP CONSTRAINT IF EXISTS "phase_change_to_phase_check",
  ADD CONSTRAINT "phase_change_to_phase_check" CHECK ("to_phase" IN ('intake', 'planning', 'approval', 'execution', 'verification', 'blocked', 'done', 'failed', 'rejected', 'cancelled', 'timed_out'));

ALTER TABLE "plan" DROP CONSTRAINT IF EXISTS "plan_status_check",
  ADD CONSTRAINT "plan_status_check" CHECK ("status" IN ('awaiting_approval', 'approved', 'rejected', 'expired', 'stale', 'superseded'));

ALTER TABLE "plan" DROP CONSTRAINT IF EXISTS "plan_decision_check",
  ADD CONSTRAINT "plan_decision_check" CHECK ("decision" IN ('approve', 'reject'));

ALTER TABLE "task" DROP CONSTRAINT IF EXISTS "task_status_check",
  ADD CONSTRAINT "task_status_check" CHECK ("status" IN ('pending', 'paused', 'running', 'needs_review', 'succeeded', 'failed', 'skipped', 'cancelled'));

ALTER TABLE "task" DROP CONSTRAINT IF EXISTS "task_work_type_check",
  ADD CONSTRAINT "task_work_type_check" CHECK ("work_type" IN ('ansible.playbook', 'effect.script', 'research', 'code'));

ALTER TABLE "task" DROP CONSTRAINT IF EXISTS "task_agent_type_check",
  ADD CONSTRAINT "task_agent_type_check" CHECK ("agent_type" IN ('infra', 'desktop', 'code', 'research'));

ALTER TABLE "run" DROP CONSTRAINT IF EXISTS "run_status_check",
  ADD CONSTRAINT "run_status_check" CHECK ("status" IN ('claimed', 'spawned', 'lost', 'succeeded', 'failed', 'timed_out', 'cancelled', 'needs_review'));

ALTER TABLE "routing_decision" DROP CONSTRAINT IF EXISTS "routing_decision_method_check",
  ADD CONSTRAINT "routing_decision_method_check" CHECK ("method" IN ('explicit', 'rule', 'domain', 'capability'));

ALTER TABLE "agent" DROP CONSTRAINT IF EXISTS "agent_agent_type_check",
  ADD CONSTRAINT "agent_agent_type_check" CHECK ("agent_type" IN ('infra', 'desktop', 'code', 'research'));

ALTER TABLE "person" DROP CONSTRAINT IF EXISTS "person_role_check",
  ADD CONSTRAINT "person_role_check" CHECK ("role" IN ('viewer', 'operator', 'approver', 'admin'));

ALTER TABLE "invite" DROP CONSTRAINT IF EXISTS "invite_role_check",
  ADD CONSTRAINT "invite_role_check" CHECK ("role" IN ('viewer', 'operator', 'approver', 'admin'));

ALTER TABLE "message" DROP CONSTRAINT IF EXISTS "message_author_check",
  ADD CONSTRAINT "message_author_check" CHECK ("author" IN ('person', 'chiffon'));

ALTER TABLE "catalog_entry" DROP CONSTRAINT IF EXISTS "catalog_entry_kind_check",
  ADD CONSTRAINT "catalog_entry_kind_check" CHECK ("kind" IN ('playbook', 'role', 'tag', 'page'));

ALTER TABLE "model_call" DROP CONSTRAINT IF EXISTS "model_call_purpose_check",
  ADD CONSTRAINT "model_call_purpose_check" CHECK ("purpose" IN ('understand', 'answer'));

ALTER TABLE "model_call" DROP CONSTRAINT IF EXISTS "model_call_tier_check",
  ADD CONSTRAINT "model_call_tier_check" CHECK ("tier" IN ('builtin', 'local', 'external'));

ALTER TABLE "fallback_decision" DROP CONSTRAINT IF EXISTS "fallback_decision_purpose_check",
  ADD CONSTRAINT "fallback_decision_purpose_check" CHECK ("purpose" IN ('understand', 'answer'));

ALTER TABLE "fallback_decision" DROP CONSTRAINT IF EXISTS "fallback_decision_tier_check",
  ADD CONSTRAINT "fallback_decision_tier_check" CHECK ("tier" IN ('builtin', 'local', 'external'));

ALTER TABLE "fallback_decision" DROP CONSTRAINT IF EXISTS "fallback_decision_complexity_check",
  ADD CONSTRAINT "fallback_decision_complexity_check" CHECK ("complexity" IN ('simple', 'medium', 'complex'));

ALTER TABLE "audit_entry" DROP CONSTRAINT IF EXISTS "audit_entry_actor_kind_check",
  ADD CONSTRAINT "audit_entry_actor_kind_check" CHECK ("actor_kind" IN ('person', 'token', 'rule', 'system', 'agent'));
