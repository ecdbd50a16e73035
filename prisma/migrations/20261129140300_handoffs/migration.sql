-- Somebody asks another person to see to a conversation, a request or one of its tasks.
CREATE TABLE "handoff" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "request_id" UUID,
    "task_id" UUID,
    "subject" TEXT NOT NULL,
    "context" TEXT NOT NULL,
    "from_id" UUID NOT NULL,
    "from_name" TEXT NOT NULL,
    "to_id" UUID NOT NULL,
    "to_name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "handoff_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_conversation_id_fkey"
  FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "handoff_to_id_status_created_at_idx" ON "handoff"("to_id", "status", "created_at");
CREATE INDEX "handoff_from_id_created_at_idx" ON "handoff"("from_id", "created_at");
-- A task is offered to one person at a time.
CREATE UNIQUE INDEX "handoff_one_offer" ON "handoff"("task_id") WHERE "status" = 'offered';

-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "handoff" DROP CONSTRAINT IF EXISTS "handoff_status_check",
  ADD CONSTRAINT "handoff_status_check" CHECK ("status" IN ('offered', 'accepted', 'declined'));
