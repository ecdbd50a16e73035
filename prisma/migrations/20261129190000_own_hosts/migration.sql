-- Hosts that an admin says an agent's machine is: there it works without ssh. And how such work finds its agent.
ALTER TABLE "agent" ADD COLUMN "own_hosts" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "routing_decision" DROP CONSTRAINT IF EXISTS "routing_decision_method_check",
  ADD CONSTRAINT "routing_decision_method_check" CHECK ("method" IN ('explicit', 'itself', 'rule', 'domain', 'capability'));
