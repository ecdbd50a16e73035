-- When somebody asked that nothing begins any more: what runs goes on to its end, and gets no further attempt.
ALTER TABLE "task" ADD COLUMN "stop_asked_at" TIMESTAMPTZ(3);
