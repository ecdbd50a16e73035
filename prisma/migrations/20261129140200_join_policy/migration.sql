-- How many of the tasks that a task depends on have to succeed before it starts; null: all.
ALTER TABLE "task" ADD COLUMN "join_policy" TEXT;

-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "task" DROP CONSTRAINT IF EXISTS "task_join_policy_check",
  ADD CONSTRAINT "task_join_policy_check" CHECK ("join_policy" IN ('all', 'first', 'majority'));
