"use client";

import type { FormEvent } from "react";
import { useStartUnattended } from "#components/lib/rule-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextAreaField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { BodyInput } from "#server/contracts/api.ts";

const limits = [
  { name: "maxHours", label: "Hours at most", min: 1, max: 72, value: 8 },
  { name: "maxConsecutiveFailures", label: "Failures in a row", min: 1, max: 50, value: 2 },
  { name: "cooldownSeconds", label: "Seconds between two", min: 0, max: 86_400, value: 30 },
  { name: "checkpointInterval", label: "Says how far it is, each", min: 1, max: 50, value: 5 },
] as const;

/** Starts an unattended run: what to ask for, line by line, and when to end. */
export function StartUnattended({ onClose }: { readonly onClose: () => void }) {
  const start = useStartUnattended();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    start.mutate(readStart(new FormData(event.currentTarget)), {
      onSuccess: ({ requests }) => {
        toastDone(`Started, with ${requests.length} to ask for.`);
        onClose();
      },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Unattended run"
      description="In a conversation of its own. What no rule approves is left waiting for a person."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <TextAreaField
          label="Requests"
          name="requests"
          required
          rows={6}
          hint="One a line, 50 at most, in the words you would use in the chat."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          {limits.map(({ name, label, min, max, value }) => (
            <TextField
              key={name}
              label={label}
              name={name}
              type="number"
              required
              min={min}
              max={max}
              defaultValue={value}
            />
          ))}
        </div>
        <ErrorNotice error={start.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={start.isPending}>
            Start
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function readStart(form: FormData): BodyInput<"startUnattended"> {
  const lines = String(form.get("requests") ?? "").split("\n");
  return {
    requests: lines.map((line) => line.trim()).filter((line) => line !== ""),
    ...Object.fromEntries(limits.map(({ name }) => [name, Number(form.get(name))])),
  };
}
