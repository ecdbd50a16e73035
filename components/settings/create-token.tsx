"use client";

import type { FormEvent } from "react";
import { useCreateToken } from "#components/lib/people-mutations.ts";
import { momentText } from "#components/lib/time-text.ts";
import { useSession } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import type { BodyInput, Reply } from "#server/contracts/api.ts";
import type { TokenScope } from "#server/contracts/people.ts";
import { McpSnippet } from "./mcp-snippet.tsx";
import { ScopeBoxes } from "./scope-boxes.tsx";
import { TokenLife } from "./token-life.tsx";

/** Makes a token: its name, what it may do, how long it lasts; then shows it, once. */
export function CreateToken({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateToken();
  const { role } = useSession();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate(readForm(new FormData(event.currentTarget)));
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={create.data ? "Copy your token" : "New API token"}
      description={
        create.data
          ? "It is shown only once. Keep it like a password."
          : "A program shows it to act in your name."
      }
    >
      {create.data ? (
        <NewToken made={create.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className="space-y-4 pt-2">
          <TextField
            label="Name"
            name="name"
            required
            maxLength={60}
            autoComplete="off"
            hint="What will use it. The history names it."
          />
          <ScopeBoxes role={role} ticked={["read"]} />
          <TokenLife />
          <ErrorNotice error={create.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={create.isPending}>
              Make token
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function NewToken({
  made,
  onClose,
}: {
  readonly made: Reply<"createToken">;
  readonly onClose: () => void;
}) {
  return (
    <div className="space-y-4 pt-2">
      <p className="rounded-lg bg-sunken p-3 font-mono text-xs break-all">{made.token}</p>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-[0.8125rem] text-ink-soft">
          {made.created.name}, until {momentText(made.created.expiresAt)}.
        </p>
        <CopyButton text={made.token} label="Copy the token">
          Copy token
        </CopyButton>
      </div>
      <McpSnippet token={made.token} />
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}

function readForm(form: FormData): BodyInput<"createToken"> {
  return {
    name: String(form.get("name") ?? "").trim(),
    // The boxes are scopes.
    scopes: form.getAll("scopes") as TokenScope[],
    days: Number(form.get("days")),
  };
}
