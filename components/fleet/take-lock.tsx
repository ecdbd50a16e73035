"use client";

import { useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { hostsQuery } from "#components/lib/fleet-queries.ts";
import { useTakeLock } from "#components/lib/lock-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";

const lengths = [
  ["30", "30 minutes"],
  ["60", "1 hour"],
  ["120", "2 hours"],
  ["480", "8 hours"],
  ["1440", "1 day"],
  ["10080", "1 week"],
] as const;

/** Keeps runs off a host for a while, with a reason that those who wait are shown. */
export function TakeLock({ onClose }: { readonly onClose: () => void }) {
  const { data } = useQuery(hostsQuery());
  const take = useTakeLock();
  const names = [...new Set((data?.hosts ?? []).map(({ name }) => name))].sort();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const of = (name: string) => String(form.get(name) ?? "").trim();
    const [host, service] = [of("host"), of("service")];
    const body = { host, reason: of("reason"), ttlMinutes: Number(of("minutes")) };
    take.mutate(service === "" ? body : { ...body, service }, {
      onSuccess: () => {
        toastDone(`Runs keep off ${host}.`);
        onClose();
      },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Keep runs off a host"
      description="Runs that need it wait and say who keeps it. What runs now goes on."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <SelectField label="Host" name="host" required>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Service"
          name="service"
          maxLength={100}
          autoComplete="off"
          hint="Leave empty for the whole host."
        />
        <SelectField label="For" name="minutes" defaultValue="120">
          {lengths.map(([minutes, words]) => (
            <option key={minutes} value={minutes}>
              {words}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Reason"
          name="reason"
          required
          maxLength={300}
          autoComplete="off"
          placeholder="New disks"
        />
        <ErrorNotice error={take.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={take.isPending}>
            Keep runs off
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
