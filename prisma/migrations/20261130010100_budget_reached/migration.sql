-- People may hear that a budget of the models is reached.
ALTER TABLE "notification" DROP CONSTRAINT IF EXISTS "notification_kind_check",
  ADD CONSTRAINT "notification_kind_check" CHECK ("kind" IN ('approval_waiting', 'run_finished', 'needs_review', 'machine_offline', 'machine_back', 'firing_failed', 'budget_reached'));
ALTER TABLE "notification_scope" DROP CONSTRAINT IF EXISTS "notification_scope_kind_check",
  ADD CONSTRAINT "notification_scope_kind_check" CHECK ("kind" IN ('approval_waiting', 'run_finished', 'needs_review', 'machine_offline', 'machine_back', 'firing_failed', 'budget_reached'));
