-- Whose API tokens had a part in what a request asks for: none of their tokens approves it.
ALTER TABLE "request" ADD COLUMN "asked_by_tokens_of" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[];
