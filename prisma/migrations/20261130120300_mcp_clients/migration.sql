-- A token that an MCP client got by asking its person is good for MCP and nothing else.
ALTER TABLE "api_token" ADD COLUMN "audience" TEXT;
ALTER TABLE "api_token" DROP CONSTRAINT IF EXISTS "api_token_audience_check",
  ADD CONSTRAINT "api_token_audience_check" CHECK ("audience" IN ('mcp'));

-- What a person let a client do, until the client fetches its token: a minute, once.
CREATE TABLE "connect_code" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "client_hash" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "redirect_uri" TEXT NOT NULL,
    "resource" TEXT,
    "scopes" TEXT[] NOT NULL,
    "days" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "redeemed_at" TIMESTAMPTZ(3),
    "token_id" UUID,

    CONSTRAINT "connect_code_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "connect_code_code_hash_key" ON "connect_code"("code_hash");

CREATE INDEX "connect_code_person_id_idx" ON "connect_code"("person_id");

ALTER TABLE "connect_code" ADD CONSTRAINT "connect_code_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "connect_code" ADD CONSTRAINT "connect_code_scopes_known"
  CHECK ("scopes" <@ ARRAY['read', 'ask', 'approve', 'operate', 'secrets', 'manage'] AND cardinality("scopes") > 0);
