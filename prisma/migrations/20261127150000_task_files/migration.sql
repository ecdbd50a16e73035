-- Entries for task files that a playbook includes.
ALTER TABLE "catalog_entry" DROP CONSTRAINT IF EXISTS "catalog_entry_kind_check",
  ADD CONSTRAINT "catalog_entry_kind_check" CHECK ("kind" IN ('playbook', 'role', 'tag', 'task_file', 'page'));
