-- AlterTable
ALTER TABLE "repository" ADD COLUMN     "credential" TEXT;

-- CreateTable
CREATE TABLE "text_embedding" (
    "model" TEXT NOT NULL,
    "text_hash" TEXT NOT NULL,
    "vector" REAL[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "text_embedding_pkey" PRIMARY KEY ("model","text_hash")
);

-- CreateTable
CREATE TABLE "model_call" (
    "id" UUID NOT NULL,
    "request_id" UUID,
    "conversation_id" UUID,
    "purpose" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "reserved_micro_usd" BIGINT NOT NULL,
    "reserved_tokens" INTEGER NOT NULL,
    "cost_micro_usd" BIGINT,
    "tokens_in" INTEGER,
    "tokens_out" INTEGER,
    "outcome" TEXT,
    "error" TEXT,
    "latency_ms" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fallback_decision" (
    "id" UUID NOT NULL,
    "request_id" UUID,
    "conversation_id" UUID,
    "purpose" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "model" TEXT,
    "reason" TEXT NOT NULL,
    "quota_remaining" DOUBLE PRECISION NOT NULL,
    "complexity" TEXT NOT NULL,
    "tokens_in" INTEGER NOT NULL,
    "tokens_out" INTEGER NOT NULL,
    "cost_micro_usd" BIGINT NOT NULL,
    "latency_ms" INTEGER NOT NULL,
    "error" TEXT,
    "attempts" JSONB NOT NULL DEFAULT '[]',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fallback_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "model_call_tier_created_at_idx" ON "model_call"("tier", "created_at");

-- CreateIndex
CREATE INDEX "model_call_request_id_idx" ON "model_call"("request_id");

-- CreateIndex
CREATE INDEX "fallback_decision_request_id_at_idx" ON "fallback_decision"("request_id", "at");

-- CreateIndex
CREATE INDEX "fallback_decision_at_idx" ON "fallback_decision"("at");
