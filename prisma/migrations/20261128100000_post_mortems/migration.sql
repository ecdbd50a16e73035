-- What is known of a failed request the moment it ends. The audit keeps the hash of the Markdown.
CREATE TABLE "post_mortem" (
    "request_id" UUID NOT NULL,
    "report" JSONB NOT NULL,
    "markdown" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "signature" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "post_mortem_pkey" PRIMARY KEY ("request_id")
);

CREATE INDEX "post_mortem_signature_created_at_idx" ON "post_mortem"("signature", "created_at");

ALTER TABLE "post_mortem" ADD CONSTRAINT "post_mortem_request_id_fkey"
  FOREIGN KEY ("request_id") REFERENCES "request"("id") ON DELETE CASCADE ON UPDATE CASCADE;
