-- What a conversation's title was made of. Those that are there keep theirs.
ALTER TABLE "conversation" ADD COLUMN "title_from" TEXT NOT NULL DEFAULT 'given';
ALTER TABLE "conversation" DROP CONSTRAINT IF EXISTS "conversation_title_from_check",
  ADD CONSTRAINT "conversation_title_from_check" CHECK ("title_from" IN ('words', 'plan', 'given'));
