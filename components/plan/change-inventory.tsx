"use client";

import { useState } from "react";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { lateDialog } from "#components/ui/late-dialog.tsx";
import type { Plan } from "#server/contracts/plan.ts";

const InventoryDialog = lateDialog(() =>
  import("./inventory-dialog.tsx").then((module) => module.InventoryDialog),
);

/** Plans a waiting request anew with another inventory, which its project uses from then on. */
export function ChangeInventory({ plan }: { readonly plan: Plan }) {
  const [isOpen, setOpen] = useState(false);
  const canManage = useMay("repository.manage");
  const canAsk = useMay("request.submit");
  if (!canManage || !canAsk) return null;
  return (
    <>
      <Button size="small" aria-label="Change the inventory" onClick={() => setOpen(true)}>
        Change
      </Button>
      {isOpen ? <InventoryDialog plan={plan} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
