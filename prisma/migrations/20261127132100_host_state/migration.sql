-- How a host was at its last test, when somebody last signed in, and what it said of itself.
ALTER TABLE "host_record" ADD COLUMN "state" TEXT;
ALTER TABLE "host_record" ADD COLUMN "last_seen_at" TIMESTAMPTZ(3);
ALTER TABLE "host_record" ADD COLUMN "facts" JSONB;

UPDATE "host_record" SET
  "state" = CASE WHEN "reachable" THEN 'reachable' ELSE 'unreachable' END,
  "last_seen_at" = CASE WHEN "reachable" THEN "checked_at" END
WHERE "reachable" IS NOT NULL;

ALTER TABLE "host_record" DROP COLUMN "reachable";

ALTER TABLE "host_record" DROP CONSTRAINT IF EXISTS "host_record_state_check",
  ADD CONSTRAINT "host_record_state_check" CHECK ("state" IN ('reachable', 'unreachable', 'key_changed', 'no_python', 'needs_password'));
