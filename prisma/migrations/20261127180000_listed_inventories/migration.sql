-- What dynamic inventories listed when a person had them run.
ALTER TABLE "repository" ADD COLUMN "listed_from_id" UUID;
ALTER TABLE "repository" ADD COLUMN "listed_from_path" TEXT;

ALTER TABLE "repository" ADD CONSTRAINT "repository_listed_from_id_fkey"
  FOREIGN KEY ("listed_from_id") REFERENCES "repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE UNIQUE INDEX "repository_listed_from_id_listed_from_path_key" ON "repository"("listed_from_id", "listed_from_path");

ALTER TABLE "repository" DROP CONSTRAINT IF EXISTS "repository_kind_check",
  ADD CONSTRAINT "repository_kind_check" CHECK ("kind" IN ('git', 'hosts', 'copy', 'listed'));
