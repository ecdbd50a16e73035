"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useRemoveHost } from "#components/lib/host-mutations.ts";
import { Button, IconButton } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { Host } from "#server/contracts/host.ts";
import { HostForm } from "./host-form.tsx";

/** Changing and removing a host that was added in Chiffon. */
export function KeptHostActions({ host }: { readonly host: Host }) {
  const [open, setOpen] = useState<"change" | "remove" | null>(null);
  const remove = useRemoveHost();
  const close = () => setOpen(null);
  return (
    <>
      <IconButton icon={Pencil} label={`Change ${host.name}`} onClick={() => setOpen("change")} />
      <IconButton icon={Trash2} label={`Remove ${host.name}`} onClick={() => setOpen("remove")} />
      {open === "change" ? <HostForm host={host} onClose={close} /> : null}
      <Dialog
        isOpen={open === "remove"}
        onClose={close}
        title={`Remove ${host.name}?`}
        description="Chiffon forgets the host and its pinned key. Nothing on the machine itself changes, and the audit keeps what ran."
      >
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={close}>Keep it</Button>
          <Button
            variant="danger"
            isBusy={remove.isPending}
            onClick={() =>
              remove.mutate(host.name, {
                onError: toastError,
                onSuccess: () => toastDone(`${host.name} removed.`),
              })
            }
          >
            Remove
          </Button>
        </div>
      </Dialog>
    </>
  );
}
