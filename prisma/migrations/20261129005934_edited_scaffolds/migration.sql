-- AlterTable
ALTER TABLE "scaffold_request" ADD COLUMN     "draft" JSONB,
ADD COLUMN     "edited_from_id" UUID;
