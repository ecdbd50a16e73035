-- What a call with an Idempotency-Key was answered, so that the same call again gets the same answer.
CREATE TABLE "remembered_answer" (
    "person_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "call_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "remembered_answer_pkey" PRIMARY KEY ("person_id", "key")
);

CREATE INDEX "remembered_answer_person_id_created_at_idx" ON "remembered_answer"("person_id", "created_at");

ALTER TABLE "remembered_answer" ADD CONSTRAINT "remembered_answer_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
