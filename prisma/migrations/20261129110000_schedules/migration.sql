-- What somebody wants asked again and again. A firing acts as that person, and its plan waits for a decision as any other.
CREATE TABLE "schedule" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "person_name" TEXT NOT NULL,
    "asked_by_tokens_of" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "repeats_request_id" UUID,
    "conversation_id" UUID,
    "cron" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "grace_minutes" INTEGER NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "problem" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "schedule_next_at_idx" ON "schedule"("next_at");

-- What came of each due time: one row, whoever looks first.
CREATE TABLE "schedule_firing" (
    "id" UUID NOT NULL,
    "schedule_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "request_id" UUID,
    "reason" TEXT,
    "result" TEXT,

    CONSTRAINT "schedule_firing_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "schedule_firing_schedule_id_due_at_key" ON "schedule_firing"("schedule_id", "due_at");

ALTER TABLE "schedule_firing" ADD CONSTRAINT "schedule_firing_schedule_id_fkey"
  FOREIGN KEY ("schedule_id") REFERENCES "schedule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "schedule" DROP CONSTRAINT IF EXISTS "schedule_kind_check",
  ADD CONSTRAINT "schedule_kind_check" CHECK ("kind" IN ('run', 'drift'));
ALTER TABLE "schedule_firing" DROP CONSTRAINT IF EXISTS "schedule_firing_outcome_check",
  ADD CONSTRAINT "schedule_firing_outcome_check" CHECK ("outcome" IN ('fired', 'skipped', 'missed', 'refused'));
