-- Where monitoring tells of alerts. A sender shows a secret that is kept hashed, or signs with one that is kept encrypted.
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "person_name" TEXT NOT NULL,
    "conversation_id" UUID,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "problem" TEXT,
    "secret_hash" TEXT,
    "ciphertext" BYTEA,
    "nonce" BYTEA,
    "tag" BYTEA,
    "key_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_called_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- Signatures of the last minutes: none counts twice.
CREATE TABLE "webhook_call" (
    "webhook_id" UUID NOT NULL,
    "signature_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_call_pkey" PRIMARY KEY ("webhook_id", "signature_hash")
);

-- An alert from when it was first told of until it was resolved.
CREATE TABLE "incident" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "request_id" UUID,
    "reason" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "incident_webhook_id_opened_at_idx" ON "incident"("webhook_id", "opened_at");

-- One open incident of an alert, however many calls tell of it at once.
CREATE UNIQUE INDEX "incident_open_key" ON "incident"("webhook_id", "key") WHERE "resolved_at" IS NULL;

ALTER TABLE "webhook_call" ADD CONSTRAINT "webhook_call_webhook_id_fkey"
  FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "incident" ADD CONSTRAINT "incident_webhook_id_fkey"
  FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "webhook" DROP CONSTRAINT IF EXISTS "webhook_format_check",
  ADD CONSTRAINT "webhook_format_check" CHECK ("format" IN ('uptime_kuma', 'alertmanager', 'grafana', 'generic'));
ALTER TABLE "webhook" DROP CONSTRAINT IF EXISTS "webhook_auth_check",
  ADD CONSTRAINT "webhook_auth_check" CHECK ("auth" IN ('secret', 'signature'));
