-- What agents hold is counted without looking at what only waits for one.
CREATE INDEX "task_held_by_agent_idx" ON "task" ("agent_id")
  WHERE "agent_id" IS NOT NULL AND "status" IN ('pending', 'running', 'paused');
