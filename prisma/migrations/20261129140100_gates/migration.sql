-- What a gate said when a request left a phase, or was held in it.
CREATE TABLE "gate_result" (
    "id" BIGSERIAL NOT NULL,
    "request_id" UUID NOT NULL,
    "phase" TEXT NOT NULL,
    "gate" TEXT NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "evidence" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gate_result_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "gate_result" ADD CONSTRAINT "gate_result_request_id_fkey"
  FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "gate_result_request_id_id_idx" ON "gate_result"("request_id", "id");

-- Evidence that somebody attached to a request.
CREATE TABLE "request_artifact" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_artifact_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "request_artifact" ADD CONSTRAINT "request_artifact_request_id_fkey"
  FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "request_artifact_request_id_at_idx" ON "request_artifact"("request_id", "at");

-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "gate_result" DROP CONSTRAINT IF EXISTS "gate_result_phase_check",
  ADD CONSTRAINT "gate_result_phase_check" CHECK ("phase" IN ('planning', 'approval', 'execution', 'verification'));

ALTER TABLE "request_artifact" DROP CONSTRAINT IF EXISTS "request_artifact_format_check",
  ADD CONSTRAINT "request_artifact_format_check" CHECK ("format" IN ('text', 'json'));
