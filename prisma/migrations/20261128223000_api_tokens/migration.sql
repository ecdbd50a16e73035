-- What a program shows instead of a person's cookie. The token itself is shown once and stored nowhere.
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

CREATE INDEX "api_token_person_id_idx" ON "api_token"("person_id");

ALTER TABLE "api_token" ADD CONSTRAINT "api_token_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A scope that the code does not know must not come back to life with a later meaning.
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_scopes_known"
  CHECK ("scopes" <@ ARRAY['read', 'ask', 'approve', 'operate', 'secrets', 'manage'] AND cardinality("scopes") > 0);
