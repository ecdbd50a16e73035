-- CreateTable
CREATE TABLE "secret" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "repository_id" UUID,
    "reference" TEXT,
    "request_id" UUID,
    "vault_id" TEXT,
    "place" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_version" (
    "secret_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "nonce" BYTEA NOT NULL,
    "tag" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "secret_version_pkey" PRIMARY KEY ("secret_id","version")
);

-- CreateIndex
CREATE INDEX "secret_repository_id_idx" ON "secret"("repository_id");

-- CreateIndex
CREATE INDEX "secret_request_id_idx" ON "secret"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "secret_place_name_key" ON "secret"("place", "name");

-- CreateIndex
CREATE UNIQUE INDEX "secret_place_purpose_key" ON "secret"("place", "purpose");

-- AddForeignKey
ALTER TABLE "secret" ADD CONSTRAINT "secret_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret" ADD CONSTRAINT "secret_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_version" ADD CONSTRAINT "secret_version_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secret"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A version is written once: a new value is a new version.
CREATE OR REPLACE FUNCTION secret_version_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'UPDATE refused: a version of a secret never changes'
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE OR REPLACE TRIGGER secret_version_immutable BEFORE UPDATE ON "secret_version"
  FOR EACH STATEMENT EXECUTE FUNCTION secret_version_refuse_change();

-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "secret" DROP CONSTRAINT IF EXISTS "secret_kind_check",
  ADD CONSTRAINT "secret_kind_check" CHECK ("kind" IN ('ssh_key', 'ssh_password', 'become_password', 'vault_password', 'repository_credential', 'variable_value', 'webhook_secret', 'api_key'));

ALTER TABLE "secret" DROP CONSTRAINT IF EXISTS "secret_scope_check",
  ADD CONSTRAINT "secret_scope_check" CHECK ("scope" IN ('global', 'repository', 'group', 'host'));
