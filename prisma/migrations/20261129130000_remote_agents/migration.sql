-- Agents on other machines, which prove by a key who they are.
ALTER TABLE "agent"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'built_in',
  ADD COLUMN "public_key" TEXT,
  ADD COLUMN "box_key" TEXT,
  -- Of its last request: one with the same or a smaller number is a replay.
  ADD COLUMN "link_sequence" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "revoked_at" TIMESTAMPTZ(3);
ALTER TABLE "agent" DROP CONSTRAINT IF EXISTS "agent_kind_check",
  ADD CONSTRAINT "agent_kind_check" CHECK ("kind" IN ('built_in', 'remote'));

-- One-time tokens with which another machine enrols, as hashes.
CREATE TABLE "agent_enrolment" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "made_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "agent_id" UUID,

    CONSTRAINT "agent_enrolment_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "agent_enrolment_token_hash_key" ON "agent_enrolment"("token_hash");
