-- A conversation that was deleted can be brought back for a day; then it goes with its messages.
ALTER TABLE "conversation" ADD COLUMN "deleted_at" TIMESTAMPTZ(3);
CREATE INDEX "conversation_deleted_at_idx" ON "conversation"("deleted_at");
