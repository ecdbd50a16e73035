-- AlterTable
ALTER TABLE "repository" ADD COLUMN     "preview_set_by" TEXT,
ADD COLUMN     "preview_set_by_id" UUID,
ADD COLUMN     "preview_when" TEXT NOT NULL DEFAULT 'asked';

ALTER TABLE "repository" DROP CONSTRAINT IF EXISTS "repository_preview_when_check",
  ADD CONSTRAINT "repository_preview_when_check" CHECK ("preview_when" IN ('asked', 'high_risk', 'always'));
