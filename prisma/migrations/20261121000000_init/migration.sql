-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invite" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "ordinal" BIGSERIAL NOT NULL,
    "conversation_id" UUID NOT NULL,
    "request_id" UUID,
    "author" TEXT NOT NULL,
    "author_name" TEXT NOT NULL,
    "person_id" UUID,
    "parts" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "idempotency_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "submitted_by" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "reason" TEXT,
    "context" JSONB NOT NULL DEFAULT '{}',
    "checks" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "phase_change" (
    "id" BIGSERIAL NOT NULL,
    "request_id" UUID NOT NULL,
    "from_phase" TEXT NOT NULL,
    "to_phase" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "reason" TEXT,
    "artifacts" JSONB NOT NULL DEFAULT '[]',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "phase_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "repository_id" UUID NOT NULL,
    "commit" TEXT NOT NULL,
    "stale_reason" TEXT,
    "decision" TEXT,
    "decided_by_id" UUID,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,
    "dispatched_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "task_key" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "work_type" TEXT NOT NULL,
    "agent_type" TEXT NOT NULL,
    "service" TEXT,
    "hosts" JSONB NOT NULL,
    "body" JSONB NOT NULL,
    "depends_on" JSONB NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 3,
    "idempotent" BOOLEAN NOT NULL,
    "timeout_seconds" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "paused_reason" TEXT,
    "message" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "agent_id" UUID,
    "checked_head" TEXT,
    "placed_at" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "cancel_asked_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "agent_id" UUID NOT NULL,
    "agent_name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "outcome" JSONB,
    "problem" TEXT,
    "tail" JSONB,
    "lines" INTEGER NOT NULL DEFAULT 0,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "spawned_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing_decision" (
    "id" BIGSERIAL NOT NULL,
    "task_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "agent_id" UUID,
    "reason" TEXT NOT NULL,
    "candidates" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "routing_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "host_lock" (
    "resource" TEXT NOT NULL,
    "task_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "host_lock_pkey" PRIMARY KEY ("resource")
);

-- CreateTable
CREATE TABLE "agent" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "agent_type" TEXT NOT NULL,
    "work_types" JSONB NOT NULL,
    "domains" JSONB NOT NULL DEFAULT '[]',
    "tags" JSONB NOT NULL DEFAULT '[]',
    "reaches" JSONB NOT NULL DEFAULT '["*"]',
    "slots" INTEGER NOT NULL,
    "active_runs" INTEGER NOT NULL DEFAULT 0,
    "version" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "metrics" JSONB,
    "tools" JSONB,
    "last_heartbeat_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "repository" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "branch" TEXT NOT NULL,
    "builtin" BOOLEAN NOT NULL DEFAULT false,
    "never_send" BOOLEAN NOT NULL DEFAULT false,
    "inventory_path" TEXT,
    "inventory" JSONB NOT NULL DEFAULT '{}',
    "commit" TEXT,
    "tree_id" TEXT,
    "scanned_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "warnings" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "repository_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "catalog_entry" (
    "id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT,
    "body" JSONB NOT NULL,
    "blob" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "catalog_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "match_memory" (
    "phrase" TEXT NOT NULL,
    "entry_id" UUID NOT NULL,
    "blob" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "match_memory_pkey" PRIMARY KEY ("phrase")
);

-- CreateTable
CREATE TABLE "host_record" (
    "id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "reachable" BOOLEAN,
    "problem" TEXT,
    "known_hosts" TEXT NOT NULL DEFAULT '',
    "fingerprints" JSONB NOT NULL DEFAULT '[]',
    "checked_at" TIMESTAMPTZ(3),

    CONSTRAINT "host_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "job" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_topic" (
    "topic" TEXT NOT NULL,
    "last_seq" INTEGER NOT NULL,

    CONSTRAINT "event_topic_pkey" PRIMARY KEY ("topic")
);

-- CreateTable
CREATE TABLE "event" (
    "topic" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("topic","seq")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "ordinal" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "request_id" UUID,
    "plan_id" UUID,
    "task_id" UUID,
    "run_id" UUID,
    "agent_id" UUID,
    "service" TEXT,
    "host" TEXT,
    "status" TEXT,
    "facts" JSONB NOT NULL,
    "payload_hash" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_payload" (
    "entry_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "salt" TEXT NOT NULL,

    CONSTRAINT "audit_payload_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "audit_unsealed" (
    "ordinal" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,

    CONSTRAINT "audit_unsealed_pkey" PRIMARY KEY ("ordinal")
);

-- CreateTable
CREATE TABLE "audit_link" (
    "seq" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "batch" INTEGER NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_batch" (
    "id" INTEGER NOT NULL,
    "first_seq" BIGINT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "last_hash" TEXT NOT NULL,
    "commit" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_batch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_name_key" ON "person"("name");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "invite_token_hash_key" ON "invite"("token_hash");

-- CreateIndex
CREATE INDEX "conversation_updated_at_idx" ON "conversation"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_ordinal_key" ON "message"("ordinal");

-- CreateIndex
CREATE INDEX "message_conversation_id_ordinal_idx" ON "message"("conversation_id", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "message_person_id_idempotency_key_key" ON "message"("person_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "request_conversation_id_idx" ON "request"("conversation_id");

-- CreateIndex
CREATE INDEX "request_phase_updated_at_idx" ON "request"("phase", "updated_at");

-- CreateIndex
CREATE INDEX "phase_change_request_id_id_idx" ON "phase_change"("request_id", "id");

-- CreateIndex
CREATE INDEX "plan_status_expires_at_idx" ON "plan"("status", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "plan_request_id_version_key" ON "plan"("request_id", "version");

-- CreateIndex
CREATE INDEX "task_status_updated_at_idx" ON "task"("status", "updated_at");

-- CreateIndex
CREATE INDEX "task_request_id_idx" ON "task"("request_id");

-- CreateIndex
CREATE INDEX "task_agent_id_status_idx" ON "task"("agent_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "task_plan_id_task_key_key" ON "task"("plan_id", "task_key");

-- CreateIndex
CREATE INDEX "run_status_lease_until_idx" ON "run"("status", "lease_until");

-- CreateIndex
CREATE INDEX "run_agent_id_status_idx" ON "run"("agent_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "run_task_id_fence_key" ON "run"("task_id", "fence");

-- CreateIndex
CREATE INDEX "routing_decision_task_id_idx" ON "routing_decision"("task_id");

-- CreateIndex
CREATE INDEX "host_lock_task_id_idx" ON "host_lock"("task_id");

-- CreateIndex
CREATE UNIQUE INDEX "agent_name_key" ON "agent"("name");

-- CreateIndex
CREATE UNIQUE INDEX "repository_name_key" ON "repository"("name");

-- CreateIndex
CREATE UNIQUE INDEX "repository_location_key" ON "repository"("location");

-- CreateIndex
CREATE UNIQUE INDEX "catalog_entry_repository_id_kind_path_name_key" ON "catalog_entry"("repository_id", "kind", "path", "name");

-- CreateIndex
CREATE UNIQUE INDEX "host_record_repository_id_name_key" ON "host_record"("repository_id", "name");

-- CreateIndex
CREATE INDEX "outbox_available_at_idx" ON "outbox"("available_at");

-- CreateIndex
CREATE INDEX "event_at_idx" ON "event"("at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_ordinal_key" ON "audit_entry"("ordinal");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "audit_entry_type_at_idx" ON "audit_entry"("type", "at");

-- CreateIndex
CREATE INDEX "audit_entry_service_at_idx" ON "audit_entry"("service", "at");

-- CreateIndex
CREATE INDEX "audit_entry_request_id_idx" ON "audit_entry"("request_id");

-- CreateIndex
CREATE INDEX "audit_entry_plan_id_idx" ON "audit_entry"("plan_id");

-- CreateIndex
CREATE INDEX "audit_entry_task_id_idx" ON "audit_entry"("task_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_entry_id_key" ON "audit_link"("entry_id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "phase_change" ADD CONSTRAINT "phase_change_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalog_entry" ADD CONSTRAINT "catalog_entry_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;
