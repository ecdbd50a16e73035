"use client";

import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorNotice } from "./notice.tsx";

/** Asks once more before something goes for good; what the server says against it stands in the dialog. */
export function ConfirmDialog({
  isOpen = true,
  title,
  description,
  action,
  isBusy,
  error,
  onConfirm,
  onClose,
}: {
  readonly isOpen?: boolean;
  readonly title: string;
  readonly description: string;
  /** What the button that does it says. */
  readonly action: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} description={description}>
      <div className="space-y-4 pt-2">
        <ErrorNotice error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" isBusy={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
