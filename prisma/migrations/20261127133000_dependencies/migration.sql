-- AlterTable
ALTER TABLE "repository" ADD COLUMN     "requirements_lock" TEXT;

-- CreateTable
CREATE TABLE "dependency_lock" (
    "hash" TEXT NOT NULL,
    "items" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dependency_lock_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "repository_lock" (
    "id" BIGSERIAL NOT NULL,
    "repository_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "repository_lock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dependency_install" (
    "id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "progress" JSONB NOT NULL,
    "problems" JSONB NOT NULL DEFAULT '[]',
    "changes" JSONB NOT NULL DEFAULT '[]',
    "lock_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "dependency_install_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "repository_lock_repository_id_id_idx" ON "repository_lock"("repository_id", "id");

-- CreateIndex
CREATE INDEX "dependency_install_repository_id_created_at_idx" ON "dependency_install"("repository_id", "created_at");

-- CreateIndex
CREATE INDEX "dependency_install_status_lease_until_idx" ON "dependency_install"("status", "lease_until");

-- A repository has at most one install that waits or runs.
CREATE UNIQUE INDEX "dependency_install_one_live" ON "dependency_install"("repository_id") WHERE "status" IN ('waiting', 'running');

-- AddForeignKey
ALTER TABLE "repository_lock" ADD CONSTRAINT "repository_lock_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dependency_install" ADD CONSTRAINT "dependency_install_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "dependency_install" DROP CONSTRAINT IF EXISTS "dependency_install_kind_check",
  ADD CONSTRAINT "dependency_install_kind_check" CHECK ("kind" IN ('install', 'update'));

ALTER TABLE "dependency_install" DROP CONSTRAINT IF EXISTS "dependency_install_status_check",
  ADD CONSTRAINT "dependency_install_status_check" CHECK ("status" IN ('waiting', 'running', 'offered', 'in_use', 'declined', 'failed'));
