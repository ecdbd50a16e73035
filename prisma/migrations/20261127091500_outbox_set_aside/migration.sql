-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "last_error" TEXT,
ADD COLUMN     "set_aside_at" TIMESTAMPTZ(3);
