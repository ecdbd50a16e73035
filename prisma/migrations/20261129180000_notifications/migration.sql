-- Since when an agent is known to be offline: told of once, and once when it is back.
ALTER TABLE "agent" ADD COLUMN "offline_since" TIMESTAMPTZ(3);

-- What people are told of, one row for each entry of the history that is worth telling.
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "audit_seq" BIGINT NOT NULL,
    "request_id" UUID,
    "plan_id" UUID,
    "task_id" UUID,
    "agent_id" UUID,
    "facts" JSONB NOT NULL,
    "path" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "notification_audit_seq_kind_key" ON "notification"("audit_seq", "kind");
CREATE INDEX "notification_plan_id_idx" ON "notification"("plan_id");
CREATE INDEX "notification_task_id_idx" ON "notification"("task_id");
CREATE INDEX "notification_agent_id_idx" ON "notification"("agent_id");
CREATE INDEX "notification_at_idx" ON "notification"("at");

CREATE TABLE "notification_reader" (
    "person_id" UUID NOT NULL,
    "notification_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_reader_pkey" PRIMARY KEY ("person_id", "notification_id")
);
CREATE INDEX "notification_reader_person_id_at_idx" ON "notification_reader"("person_id", "at");

-- Where messages go: of a person, or of everybody here.
CREATE TABLE "notification_channel" (
    "id" UUID NOT NULL,
    "person_id" UUID,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kinds" TEXT[],
    "target" JSONB NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "ciphertext" BYTEA,
    "nonce" BYTEA,
    "tag" BYTEA,
    "key_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_channel_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "notification_channel_person_id_idx" ON "notification_channel"("person_id");

CREATE TABLE "notification_delivery" (
    "id" UUID NOT NULL,
    "notification_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "is_maybe_twice" BOOLEAN NOT NULL DEFAULT false,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "held_until" TIMESTAMPTZ(3),
    "nudged_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_delivery_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "notification_delivery_notification_id_channel_id_key" ON "notification_delivery"("notification_id", "channel_id");
CREATE INDEX "notification_delivery_channel_id_status_idx" ON "notification_delivery"("channel_id", "status");

CREATE TABLE "notification_scope" (
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL,

    CONSTRAINT "notification_scope_pkey" PRIMARY KEY ("person_id", "kind")
);

CREATE TABLE "notification_state" (
    "id" INTEGER NOT NULL,
    "audit_seq" BIGINT NOT NULL,
    "origin" TEXT,
    "push_key" TEXT,
    "ciphertext" BYTEA,
    "nonce" BYTEA,
    "tag" BYTEA,
    "key_id" TEXT,

    CONSTRAINT "notification_state_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "notification_reader" ADD CONSTRAINT "notification_reader_notification_id_fkey"
  FOREIGN KEY ("notification_id") REFERENCES "notification"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_notification_id_fkey"
  FOREIGN KEY ("notification_id") REFERENCES "notification"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_channel_id_fkey"
  FOREIGN KEY ("channel_id") REFERENCES "notification_channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Nobody is told of what happened before there was anything to tell them with.
INSERT INTO "notification_state" ("id", "audit_seq") SELECT 1, coalesce(max("seq"), 0) FROM "audit_link";
-- Nor that an agent is offline that has been for long.
UPDATE "agent" SET "offline_since" = "last_heartbeat_at" WHERE "last_heartbeat_at" < now() - interval '1 hour';

ALTER TABLE "notification" DROP CONSTRAINT IF EXISTS "notification_kind_check",
  ADD CONSTRAINT "notification_kind_check" CHECK ("kind" IN ('approval_waiting', 'run_finished', 'needs_review', 'machine_offline', 'machine_back', 'firing_failed'));
ALTER TABLE "notification_channel" DROP CONSTRAINT IF EXISTS "notification_channel_kind_check",
  ADD CONSTRAINT "notification_channel_kind_check" CHECK ("kind" IN ('webhook', 'ntfy', 'mail', 'web_push'));
ALTER TABLE "notification_delivery" DROP CONSTRAINT IF EXISTS "notification_delivery_status_check",
  ADD CONSTRAINT "notification_delivery_status_check" CHECK ("status" IN ('waiting', 'sent', 'dropped', 'failed'));
ALTER TABLE "notification_scope" DROP CONSTRAINT IF EXISTS "notification_scope_kind_check",
  ADD CONSTRAINT "notification_scope_kind_check" CHECK ("kind" IN ('approval_waiting', 'run_finished', 'needs_review', 'machine_offline', 'machine_back', 'firing_failed'));
ALTER TABLE "notification_scope" DROP CONSTRAINT IF EXISTS "notification_scope_scope_check",
  ADD CONSTRAINT "notification_scope_scope_check" CHECK ("scope" IN ('off', 'mine', 'approvable', 'all'));
