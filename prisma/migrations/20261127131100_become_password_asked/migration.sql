-- AlterTable
ALTER TABLE "host_record" ADD COLUMN     "asks_for_become" BOOLEAN;
