-- What its owner said of a service before its playbook was written; null where nothing was.
ALTER TABLE "scaffold_request" ADD COLUMN "values" JSONB;

-- Models are also asked for values that only an owner can settle.
ALTER TABLE "model_call" DROP CONSTRAINT IF EXISTS "model_call_purpose_check",
  ADD CONSTRAINT "model_call_purpose_check" CHECK ("purpose" IN ('understand', 'answer', 'propose'));
ALTER TABLE "fallback_decision" DROP CONSTRAINT IF EXISTS "fallback_decision_purpose_check",
  ADD CONSTRAINT "fallback_decision_purpose_check" CHECK ("purpose" IN ('understand', 'answer', 'propose'));
