-- An approved plan that starts later; null starts at once.
ALTER TABLE "plan" ADD COLUMN "start_at" TIMESTAMPTZ(3);
