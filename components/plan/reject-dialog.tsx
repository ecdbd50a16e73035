"use client";

import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { controlClass } from "#components/ui/field.tsx";

const quickReasons = ["Wrong host", "Wrong values", "Wrong playbook", "Too risky", "Not now"];

const hasQuick = (reason: string, quick: string): boolean =>
  reason === quick || reason.startsWith(`${quick}: `);

/** Puts a quick reason before what was typed, in place of another, or takes it away. What was typed stays. */
function toggleQuick(reason: string, quick: string): string {
  const earlier = quickReasons.find((one) => hasQuick(reason, one));
  const typed = earlier === undefined ? reason : reason.slice(earlier.length).replace(/^: /, "");
  if (earlier === quick) return typed;
  return typed === "" ? quick : `${quick}: ${typed}`;
}

/** Asks for an optional reason. It stands in the audit, and a new plan takes it into account. */
export function RejectDialog({
  isOpen,
  isBusy,
  onClose,
  onReject,
}: {
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onReject: (reason: string, isReplan: boolean) => void;
}) {
  const [reason, setReason] = useState("");
  const id = useId();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Reject this plan"
      description="Nothing will run. The reason is optional: it is kept in the audit, and a new plan takes it into account."
    >
      <div className="flex flex-wrap gap-2 py-2">
        {quickReasons.map((quick) => (
          <button
            key={quick}
            type="button"
            aria-pressed={hasQuick(reason, quick)}
            onClick={() => setReason(toggleQuick(reason, quick))}
            className={classNames(
              "min-h-11 rounded-full border px-3.5 text-sm pointer-fine:min-h-8",
              hasQuick(reason, quick)
                ? "border-accent bg-accent-soft font-medium text-accent"
                : "border-line-strong hover:bg-sunken",
            )}
          >
            {quick}
          </button>
        ))}
      </div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        Reason
      </label>
      <textarea
        id={id}
        rows={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        placeholder="For example: use port 3002, 3001 is taken"
        className={classNames(controlClass, "py-2")}
      />
      <div className="mt-4 flex flex-col gap-2 sm:flex-row sm:justify-end">
        <Button variant="danger" isBusy={isBusy} onClick={() => onReject(reason.trim(), false)}>
          Reject
        </Button>
        <Button isBusy={isBusy} onClick={() => onReject(reason.trim(), true)}>
          Reject and re-plan
        </Button>
      </div>
    </Dialog>
  );
}
