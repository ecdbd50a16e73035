"use client";

import { useRevokeRule } from "#components/lib/rule-mutations.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { Rule } from "#server/contracts/rule.ts";

/** Asks once more before a rule is revoked for good. */
export function RevokeRule({
  rule,
  onClose,
}: {
  readonly rule: Rule;
  readonly onClose: () => void;
}) {
  const revoke = useRevokeRule();
  const confirm = () =>
    revoke.mutate(rule.id, {
      onSuccess: () => {
        toastDone(`${rule.name} revoked.`);
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={`Revoke ${rule.name}?`}
      description="It approves nothing more from now on. What it approved already goes on; stop that on its card. The rule can't be brought back."
      action="Revoke"
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
