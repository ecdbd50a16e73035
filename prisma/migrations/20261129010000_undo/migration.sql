-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "request" DROP CONSTRAINT IF EXISTS "request_follow_kind_check",
  ADD CONSTRAINT "request_follow_kind_check" CHECK ("follow_kind" IN ('again', 'failed_hosts', 'failed_task', 'undo'));
