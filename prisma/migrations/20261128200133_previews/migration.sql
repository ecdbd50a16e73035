-- AlterTable
ALTER TABLE "request" ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT 'work';

-- CreateTable
CREATE TABLE "plan_preview" (
    "request_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "report" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_preview_pkey" PRIMARY KEY ("request_id")
);

-- CreateIndex
CREATE INDEX "plan_preview_plan_id_created_at_idx" ON "plan_preview"("plan_id", "created_at");

-- AddForeignKey
ALTER TABLE "plan_preview" ADD CONSTRAINT "plan_preview_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_preview" ADD CONSTRAINT "plan_preview_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "request" DROP CONSTRAINT IF EXISTS "request_purpose_check",
  ADD CONSTRAINT "request_purpose_check" CHECK ("purpose" IN ('work', 'preview'));

ALTER TABLE "task" DROP CONSTRAINT IF EXISTS "task_work_type_check",
  ADD CONSTRAINT "task_work_type_check" CHECK ("work_type" IN ('ansible.playbook', 'ansible.preview', 'effect.script', 'research', 'code'));
