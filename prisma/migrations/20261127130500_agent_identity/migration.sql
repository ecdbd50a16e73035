-- An agent is known by what its machine keeps, not by its host's name.
ALTER TABLE "agent" ADD COLUMN     "identity" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "agent_identity_key" ON "agent"("identity");
