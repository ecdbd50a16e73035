-- A lock names its host and its service (null: the whole host), is exclusive or shared, and is held by a task or a person.
ALTER TABLE "host_lock" RENAME TO "host_lock_before";
ALTER TABLE "host_lock_before" DROP CONSTRAINT "host_lock_task_id_fkey";
ALTER TABLE "host_lock_before" RENAME CONSTRAINT "host_lock_pkey" TO "host_lock_before_pkey";
DROP INDEX "host_lock_task_id_idx";
CREATE TABLE "host_lock" (
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "service" TEXT,
    "mode" TEXT NOT NULL,
    "task_id" UUID,
    "person_id" UUID,
    "holder_name" TEXT,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "host_lock_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "host_lock_one_holder" CHECK (num_nonnulls("task_id", "person_id") = 1),
    CONSTRAINT "host_lock_person_until" CHECK ("person_id" IS NULL OR "expires_at" IS NOT NULL)
);
ALTER TABLE "host_lock" ADD CONSTRAINT "host_lock_task_id_fkey"
  FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "host_lock_host_idx" ON "host_lock"("host");
CREATE INDEX "host_lock_task_id_idx" ON "host_lock"("task_id");
INSERT INTO "host_lock" ("id", "host", "service", "mode", "task_id", "at")
  SELECT gen_random_uuid(), regexp_replace("resource", '/[^/]*$', ''), regexp_replace("resource", '^.*/', ''), 'exclusive', "task_id", "at"
  FROM "host_lock_before";
DROP TABLE "host_lock_before";

-- Tasks that found a lock taken, in the order in which they came.
CREATE TABLE "lock_wait" (
    "task_id" UUID NOT NULL,
    "hosts" TEXT[],
    "service" TEXT,
    "mode" TEXT NOT NULL,
    "keeps_place" BOOLEAN NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lock_wait_pkey" PRIMARY KEY ("task_id")
);
ALTER TABLE "lock_wait" ADD CONSTRAINT "lock_wait_task_id_fkey"
  FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Two locks that exclude each other are never stored, whatever the code does. Whoever takes locks on several hosts has
-- taken these same advisory locks before, in one order for all.
CREATE FUNCTION refuse_conflicting_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('host_lock ' || NEW.host, 0));
  IF EXISTS (
    SELECT 1 FROM host_lock held
    WHERE held.host = NEW.host AND held.id <> NEW.id
      AND (held.service IS NULL OR NEW.service IS NULL OR held.service = NEW.service)
      AND (held.mode = 'exclusive' OR NEW.mode = 'exclusive')
      AND coalesce(held.task_id, held.person_id) <> coalesce(NEW.task_id, NEW.person_id)
      AND (held.expires_at IS NULL OR held.expires_at > clock_timestamp())
  ) THEN
    RAISE EXCEPTION 'host_lock_conflict: % is locked', NEW.host USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER host_lock_no_conflict BEFORE INSERT OR UPDATE ON "host_lock"
  FOR EACH ROW EXECUTE FUNCTION refuse_conflicting_lock();

-- Closed columns: see prisma/closed-columns.ts.
ALTER TABLE "host_lock" DROP CONSTRAINT IF EXISTS "host_lock_mode_check",
  ADD CONSTRAINT "host_lock_mode_check" CHECK ("mode" IN ('exclusive', 'shared'));

ALTER TABLE "lock_wait" DROP CONSTRAINT IF EXISTS "lock_wait_mode_check",
  ADD CONSTRAINT "lock_wait_mode_check" CHECK ("mode" IN ('exclusive', 'shared'));
