-- A list of requests that is worked through one after another; only rules approve.
CREATE TABLE "unattended_run" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "started_by" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "requests" JSONB NOT NULL,
    "limits" JSONB NOT NULL,
    "results" JSONB NOT NULL DEFAULT '[]',
    "failures_in_a_row" INTEGER NOT NULL DEFAULT 0,
    "current_request_id" UUID,
    "current_since" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "stop_reason" TEXT,

    CONSTRAINT "unattended_run_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "unattended_run_status_idx" ON "unattended_run"("status");
CREATE INDEX "unattended_run_started_at_idx" ON "unattended_run"("started_at");

ALTER TABLE "unattended_run" DROP CONSTRAINT IF EXISTS "unattended_run_status_check",
  ADD CONSTRAINT "unattended_run_status_check" CHECK ("status" IN ('running', 'paused', 'stopped', 'finished'));
