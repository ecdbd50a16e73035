-- A task whose hosts wait until the one that goes first was judged.
ALTER TABLE "task" ADD COLUMN "hold" TEXT, ADD COLUMN "hold_checks" JSONB;
ALTER TABLE "task" DROP CONSTRAINT IF EXISTS "task_hold_check",
  ADD CONSTRAINT "task_hold_check" CHECK ("hold" IN ('held', 'asking', 'released'));
CREATE INDEX "task_held_idx" ON "task" ("hold") WHERE "hold" = 'held';
