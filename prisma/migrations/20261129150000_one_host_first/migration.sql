-- A task whose hosts wait until the one that goes first was judged.
ALTER TABLE "task" ADD COLUMN "hold" TEXT, ADD COLUMN "hold_checks" JSONB;
ALTER TABLE "task" DROP CONSTRAINT IF EXISTS "task_hold_check",
  ADD CONSTRAINT "task_hold_check" CHECK ("hold" IN ('held', 'asking', 'released'));
CREATE INDEX "task_held_idx" ON "task" ("hold") WHERE "hold" = 'held';
-- The head of the line of what waits for an agent is found without looking at the rest.
CREATE INDEX "task_waiting_idx" ON "task" ("priority", "created_at")
  WHERE "status" IN ('pending', 'paused') AND "agent_id" IS NULL AND ("hold" IS NULL OR "hold" = 'released');
-- Executions are listed the newest first.
CREATE INDEX "run_claimed_at_id_idx" ON "run" ("claimed_at", "id");
