-- CreateIndex
CREATE INDEX "task_finished_at_idx" ON "task"("finished_at");

-- CreateIndex
CREATE INDEX "task_service_finished_at_idx" ON "task"("service", "finished_at");
