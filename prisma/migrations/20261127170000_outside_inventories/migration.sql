-- Inventories outside a person's own repositories: hosts kept in Chiffon, copies of files of this machine.
ALTER TABLE "repository" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'git';
ALTER TABLE "repository" ADD COLUMN "copied_from" TEXT;

ALTER TABLE "repository" DROP CONSTRAINT IF EXISTS "repository_kind_check",
  ADD CONSTRAINT "repository_kind_check" CHECK ("kind" IN ('git', 'hosts', 'copy'));
