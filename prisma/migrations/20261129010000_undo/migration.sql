-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "request" DROP CONSTRAINT IF EXISTS "request_follow_kind_check",
  ADD CONSTRAINT "request_follow_kind_check" CHECK ("follow_kind" IN ('again', 'failed_hosts', 'failed_task', 'undo'));

ALTER TABLE "task" DROP CONSTRAINT IF EXISTS "task_work_type_check",
  ADD CONSTRAINT "task_work_type_check" CHECK ("work_type" IN ('ansible.playbook', 'ansible.preview', 'files.keep', 'files.restore', 'effect.script', 'research', 'code'));
