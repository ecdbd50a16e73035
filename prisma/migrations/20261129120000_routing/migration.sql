-- The rest of a decision: rule, domain, runner-up, notes; null in those from before, which all chose an agent.
ALTER TABLE "routing_decision" ADD COLUMN "details" JSONB;

-- When an agent counts as offline, in seconds; null: as the installation says.
ALTER TABLE "agent" ADD COLUMN "offline_after_seconds" DOUBLE PRECISION;

-- How busy an agent's machine was, at most once a minute, for a day.
CREATE TABLE "agent_sample" (
    "agent_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "load_share" DOUBLE PRECISION NOT NULL,
    "memory_share" DOUBLE PRECISION NOT NULL,
    "slots_used" INTEGER NOT NULL,

    CONSTRAINT "agent_sample_pkey" PRIMARY KEY ("agent_id", "at")
);
ALTER TABLE "agent_sample" ADD CONSTRAINT "agent_sample_agent_id_fkey"
  FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One row: what was last seen of the file of routing rules, and the last sound rules of it.
CREATE TABLE "routing_rules" (
    "id" INTEGER NOT NULL,
    "file_hash" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "problem" JSONB,
    "loaded_at" TIMESTAMPTZ(3),

    CONSTRAINT "routing_rules_pkey" PRIMARY KEY ("id")
);
