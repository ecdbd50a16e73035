-- CreateTable
CREATE TABLE "playbook_review" (
    "id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "commit" TEXT NOT NULL,
    "tree_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "result" JSONB,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "change_id" UUID,

    CONSTRAINT "playbook_review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scaffold_request" (
    "id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "asked" TEXT NOT NULL,
    "commit" TEXT NOT NULL,
    "tree_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "result" JSONB,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "change_id" UUID,

    CONSTRAINT "scaffold_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "repository_change" (
    "id" UUID NOT NULL,
    "repository_id" UUID NOT NULL,
    "commit" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "files" JSONB NOT NULL,
    "branch" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "stage" TEXT NOT NULL,
    "pending" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "problem" TEXT,
    "applied_commit" TEXT,
    "reverted_commit" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "repository_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "playbook_review_repository_id_path_created_at_idx" ON "playbook_review"("repository_id", "path", "created_at");

-- CreateIndex
CREATE INDEX "playbook_review_status_lease_until_idx" ON "playbook_review"("status", "lease_until");

-- CreateIndex
CREATE INDEX "scaffold_request_repository_id_created_at_idx" ON "scaffold_request"("repository_id", "created_at");

-- CreateIndex
CREATE INDEX "scaffold_request_status_lease_until_idx" ON "scaffold_request"("status", "lease_until");

-- CreateIndex
CREATE INDEX "repository_change_pending_lease_until_idx" ON "repository_change"("pending", "lease_until");

-- AddForeignKey
ALTER TABLE "playbook_review" ADD CONSTRAINT "playbook_review_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scaffold_request" ADD CONSTRAINT "scaffold_request_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "repository_change" ADD CONSTRAINT "repository_change_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "playbook_review" DROP CONSTRAINT IF EXISTS "playbook_review_status_check",
  ADD CONSTRAINT "playbook_review_status_check" CHECK ("status" IN ('waiting', 'running', 'done', 'failed'));

ALTER TABLE "scaffold_request" DROP CONSTRAINT IF EXISTS "scaffold_request_status_check",
  ADD CONSTRAINT "scaffold_request_status_check" CHECK ("status" IN ('waiting', 'running', 'done', 'failed'));

ALTER TABLE "repository_change" DROP CONSTRAINT IF EXISTS "repository_change_stage_check",
  ADD CONSTRAINT "repository_change_stage_check" CHECK ("stage" IN ('none', 'on_branch', 'applied', 'reverted'));

ALTER TABLE "repository_change" DROP CONSTRAINT IF EXISTS "repository_change_pending_check",
  ADD CONSTRAINT "repository_change_pending_check" CHECK ("pending" IN ('put', 'apply', 'revert'));

-- A file is looked at, and a service's playbook written, by one worker at a time.
CREATE UNIQUE INDEX "playbook_review_one_live" ON "playbook_review"("repository_id", "path") WHERE "status" IN ('waiting', 'running');
CREATE UNIQUE INDEX "scaffold_request_one_live" ON "scaffold_request"("repository_id", "asked") WHERE "status" IN ('waiting', 'running');
