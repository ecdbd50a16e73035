"use client";

import { useRevokeRule } from "#components/lib/mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
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
    <Dialog
      isOpen
      onClose={onClose}
      title={`Revoke ${rule.name}?`}
      description="It approves nothing more from now on. What it approved already goes on; stop that on its card. The rule can't be brought back."
    >
      <div className="space-y-4 pt-2">
        <ErrorNotice error={revoke.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" isBusy={revoke.isPending} onClick={confirm}>
            Revoke
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
