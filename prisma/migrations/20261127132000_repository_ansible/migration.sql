-- The ansible-playbook that an admin chose for a repository, with the version it said it was; null: the newest there is.
ALTER TABLE "repository" ADD COLUMN "ansible_path" TEXT;
ALTER TABLE "repository" ADD COLUMN "ansible_version" TEXT;
