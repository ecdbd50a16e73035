-- The trace of the call that asked for a request: what plans and settles it goes on in the same one.
ALTER TABLE "request" ADD COLUMN "trace_id" UUID;
