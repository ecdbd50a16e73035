"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { hostsQuery } from "#components/lib/fleet-queries.ts";
import { useAddSecret } from "#components/lib/secret-mutations.ts";
import { PrivateKey, passphraseIn } from "#components/secret/private-key.tsx";
import { SecretValue } from "#components/secret/secret-value.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { BodyInput } from "#server/contracts/api.ts";
import type { SecretKind, SecretScope } from "#server/contracts/secret.ts";
import { scopeNames, secretKinds } from "./secret-words.ts";

/** What is known of a secret before it is given; all of it can be changed. */
export interface SecretPreset {
  readonly kind: SecretKind;
  readonly name: string;
  readonly repositoryId: string;
  readonly vaultId?: string;
  /** The host that it is for; left out: the whole repository. */
  readonly host?: string;
}

/** Stores a new secret: what it is, where it holds, its value. */
export function AddSecret({
  preset,
  onClose,
}: {
  readonly preset?: SecretPreset;
  readonly onClose: () => void;
}) {
  const add = useAddSecret();
  const [kind, setKind] = useState<SecretKind>(preset?.kind ?? "become_password");
  const { hint, isLong } = secretKinds[kind];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = readForm(new FormData(event.currentTarget), kind);
    add.mutate(body, {
      onSuccess: () => {
        toastDone(`${body.name} stored.`);
        onClose();
      },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a secret"
      description="Its value goes into the encrypted store and is never shown again."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <SelectField
          label="Kind"
          value={kind}
          hint={hint}
          // The options are exactly the kinds.
          onChange={(event) => setKind(event.target.value as SecretKind)}
        >
          {Object.entries(secretKinds).map(([value, { name }]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label={kind === "variable_value" ? "Variable" : "Name"}
          name="name"
          required
          maxLength={80}
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={preset?.name}
        />
        {kind === "vault_password" ? <VaultId preset={preset?.vaultId} /> : null}
        <Place key={kind} scopes={secretKinds[kind].scopes} preset={preset} />
        {kind === "ssh_key" ? (
          <PrivateKey />
        ) : (
          <SecretValue key={`value of ${kind}`} isLong={isLong === true} />
        )}
        <ErrorNotice error={add.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={add.isPending}>
            Store
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function VaultId({ preset }: { readonly preset: string | undefined }) {
  return (
    <TextField
      label="Vault id"
      name="vaultId"
      placeholder="default"
      defaultValue={preset === "default" ? undefined : preset}
      maxLength={64}
      autoCapitalize="none"
      spellCheck={false}
      hint="Leave empty unless your files were encrypted with --vault-id."
    />
  );
}

/** Where it holds: everywhere, or in one repository, group or host. The narrowest that fits a host wins. */
function Place({
  scopes,
  preset,
}: {
  readonly scopes: readonly SecretScope[];
  readonly preset: SecretPreset | undefined;
}) {
  const [scope, setScope] = useState<SecretScope>(() => firstScope(scopes, preset));
  const [chosen, setChosen] = useState(preset?.repositoryId ?? "");
  const { data } = useQuery(repositoriesQuery());
  const repositories = data?.repositories ?? [];
  const repositoryId = chosen || (repositories[0]?.id ?? "");
  return (
    <>
      <SelectField
        label="Used for"
        name="scope"
        value={scope}
        hint={
          scope === "global"
            ? "Any repository that is added may use it, for whatever hosts it names."
            : undefined
        }
        // The options are scopes.
        onChange={(event) => setScope(event.target.value as SecretScope)}
      >
        {scopes.map((one) => (
          <option key={one} value={one}>
            {scopeNames[one]}
          </option>
        ))}
      </SelectField>
      {scope === "global" ? null : (
        <SelectField
          label="Repository"
          name="repositoryId"
          required
          value={repositoryId}
          onChange={(event) => setChosen(event.target.value)}
          problem={data && repositories.length === 0 ? "Add a repository first." : null}
        >
          {repositories.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      {scope === "group" || scope === "host" ? (
        <Reference key={scope} scope={scope} repositoryId={repositoryId} host={preset?.host} />
      ) : null}
    </>
  );
}

function firstScope(scopes: readonly SecretScope[], preset: SecretPreset | undefined): SecretScope {
  if (preset === undefined) return scopes[0] ?? "global";
  return preset.host === undefined ? "repository" : "host";
}

/** A group or host of the repository's inventory, offered by name; others can be typed. */
function Reference({
  scope,
  repositoryId,
  host,
}: {
  readonly scope: "group" | "host";
  readonly repositoryId: string;
  readonly host: string | undefined;
}) {
  const { data } = useQuery(hostsQuery());
  const hosts = (data?.hosts ?? []).filter((one) => one.repositoryId === repositoryId);
  const known =
    scope === "host" ? hosts.map(({ name }) => name) : hosts.flatMap(({ groups }) => groups);
  return (
    <>
      <TextField
        label={scope === "host" ? "Host" : "Group"}
        name="reference"
        required
        defaultValue={scope === "host" ? host : undefined}
        maxLength={253}
        list="secret-references"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        hint="As the inventory names it."
      />
      <datalist id="secret-references">
        {[...new Set(known)].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function readForm(form: FormData, kind: SecretKind): BodyInput<"addSecret"> {
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  const [repositoryId, reference, vaultId] = [
    text("repositoryId"),
    text("reference"),
    text("vaultId"),
  ];
  return {
    kind,
    name: text("name"),
    // The select's options are scopes.
    scope: text("scope") as SecretScope,
    ...(repositoryId ? { repositoryId } : {}),
    ...(reference ? { reference } : {}),
    ...(vaultId ? { vaultId } : {}),
    // As typed: blanks may belong to it.
    value: String(form.get("value") ?? ""),
    ...passphraseIn(form),
  };
}
