-- A request that plans an ended one again.
ALTER TABLE "request" ADD COLUMN     "follow_kind" TEXT,
ADD COLUMN     "follows_id" UUID;

-- CreateIndex
CREATE INDEX "request_follows_id_idx" ON "request"("follows_id");

-- AddForeignKey
ALTER TABLE "request" ADD CONSTRAINT "request_follows_id_fkey" FOREIGN KEY ("follows_id") REFERENCES "request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "request" DROP CONSTRAINT IF EXISTS "request_follow_kind_check",
  ADD CONSTRAINT "request_follow_kind_check" CHECK ("follow_kind" IN ('again', 'failed_hosts', 'failed_task'));
