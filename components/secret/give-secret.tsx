"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { AddSecret, type SecretPreset } from "#components/settings/add-secret.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";

/** A button that stores a secret, with everything but its value filled in. */
export function GiveSecret({
  label,
  preset,
}: {
  readonly label: string;
  readonly preset: SecretPreset;
}) {
  const canManage = useMay("secret.manage");
  const [isOpen, setOpen] = useState(false);
  if (!canManage) return null;
  return (
    <>
      <Button size="small" icon={KeyRound} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen ? <AddSecret preset={preset} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
