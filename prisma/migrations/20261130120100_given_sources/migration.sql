-- Where people say that roles and collections are which a repository needs and does not say the source of.
ALTER TABLE "repository" ADD COLUMN "given_sources" JSONB NOT NULL DEFAULT '{}';
