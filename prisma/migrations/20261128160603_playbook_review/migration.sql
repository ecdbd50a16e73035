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
    "report" JSONB,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "stage" TEXT NOT NULL DEFAULT 'none',
    "pending" TEXT,
    "patch_problem" TEXT,
    "branch" TEXT,
    "diff" TEXT,
    "applied_commit" TEXT,
    "reverted_commit" TEXT,

    CONSTRAINT "playbook_review_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "playbook_review_repository_id_path_created_at_idx" ON "playbook_review"("repository_id", "path", "created_at");

-- CreateIndex
CREATE INDEX "playbook_review_status_lease_until_idx" ON "playbook_review"("status", "lease_until");

-- AddForeignKey
ALTER TABLE "playbook_review" ADD CONSTRAINT "playbook_review_repository_id_fkey" FOREIGN KEY ("repository_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "playbook_review" DROP CONSTRAINT IF EXISTS "playbook_review_status_check",
  ADD CONSTRAINT "playbook_review_status_check" CHECK ("status" IN ('waiting', 'running', 'done', 'failed'));

ALTER TABLE "playbook_review" DROP CONSTRAINT IF EXISTS "playbook_review_stage_check",
  ADD CONSTRAINT "playbook_review_stage_check" CHECK ("stage" IN ('none', 'on_branch', 'applied', 'reverted'));

ALTER TABLE "playbook_review" DROP CONSTRAINT IF EXISTS "playbook_review_pending_check",
  ADD CONSTRAINT "playbook_review_pending_check" CHECK ("pending" IN ('put', 'apply', 'revert'));

-- A file is looked at by one worker at a time.
CREATE UNIQUE INDEX "playbook_review_one_live" ON "playbook_review"("repository_id", "path") WHERE "status" IN ('waiting', 'running');
