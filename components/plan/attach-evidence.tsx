"use client";

import type { FormEvent } from "react";
import { useAddArtifact } from "#components/lib/gate-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextAreaField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";

/** Attaches evidence to a request. */
export function AttachEvidence({
  requestId,
  kinds,
  wanted,
  onClose,
}: {
  readonly requestId: string;
  readonly kinds: readonly string[];
  /** The kind that it is held for. */
  readonly wanted: string | null;
  readonly onClose: () => void;
}) {
  const add = useAddArtifact(requestId);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const of = (name: string) => String(form.get(name) ?? "").trim();
    add.mutate({ kind: of("kind"), content: of("content") }, { onSuccess: onClose });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Attach evidence"
      description="It stays with the request, and the history keeps its hash."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <SelectField label="Kind" name="kind" defaultValue={wanted ?? kinds[0]}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {kind.replaceAll("_", " ")}
            </option>
          ))}
        </SelectField>
        <TextAreaField
          label="Text"
          name="content"
          required
          rows={6}
          maxLength={16_000}
          hint="A ticket number, a report, a link. Leave passwords out."
        />
        <ErrorNotice error={add.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={add.isPending}>
            Attach
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
