-- The inventory that a person chose for a project, by the project's folder.
ALTER TABLE "repository" ADD COLUMN "chosen_inventories" JSONB NOT NULL DEFAULT '{}';
