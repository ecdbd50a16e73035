"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus, RefreshCw, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { repositoriesQuery } from "#components/lib/catalog-queries.ts";
import { secretsQuery } from "#components/lib/settings-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ago, Day } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Secret } from "#server/contracts/secret.ts";
import { AddSecret } from "./add-secret.tsx";
import { DeleteSecret, RotateSecret } from "./change-secret.tsx";
import { placeText, secretKinds } from "./secret-words.ts";

/** Every stored secret by name; values go in here and are never shown again. */
export function Secrets() {
  const { data, error, refetch } = useQuery(secretsQuery());
  const canManage = useMay("secret.manage");
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button size="small" icon={Plus} onClick={() => setAdding(true)}>
      Add a secret
    </Button>
  );
  return (
    <Panel
      title="Secrets"
      description="Passwords and keys that runs are given. Encrypted; a value is never shown again, to anyone."
      isFlush
      actions={canManage ? add : null}
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={3} className="p-4" /> : null}
      {data?.secrets.length === 0 ? <NoSecrets action={canManage ? add : null} /> : null}
      {data ? <SecretList secrets={data.secrets} canManage={canManage} /> : null}
      {isAdding ? <AddSecret onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function NoSecrets({ action }: { readonly action: ReactNode }) {
  return (
    <EmptyState icon={KeyRound} title="No secret yet" action={action}>
      Give the password that sudo asks for, or the one of your vault files. A plan that needs one
      asks for it on its card as well.
    </EmptyState>
  );
}

function SecretList({
  secrets,
  canManage,
}: {
  readonly secrets: readonly Secret[];
  readonly canManage: boolean;
}) {
  const { data } = useQuery(repositoriesQuery());
  const names = new Map((data?.repositories ?? []).map(({ id, name }) => [id, name]));
  return (
    <ul className="divide-y divide-line">
      {secrets.map((secret) => (
        <SecretRow
          key={secret.id}
          secret={secret}
          place={placeText(secret, names)}
          canManage={canManage}
        />
      ))}
    </ul>
  );
}

function SecretRow({
  secret,
  place,
  canManage,
}: {
  readonly secret: Secret;
  readonly place: string;
  readonly canManage: boolean;
}) {
  const [asked, setAsked] = useState<"rotate" | "delete" | null>(null);
  const close = () => setAsked(null);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium break-words">
          {secret.name}
          <Badge>Version {secret.version}</Badge>
          {secret.isReadable ? null : <Badge tone="bad">Cannot be read: give it again</Badge>}
        </p>
        <p className="text-[0.8125rem] break-words text-ink-soft">
          {secretKinds[secret.kind].name}, {place}
          {secret.vaultId ? `, vault id ${secret.vaultId}` : ""}
        </p>
        <p className="text-xs text-ink-faint">
          {secret.version === 1 ? "added" : "changed"} <Day at={secret.changedAt} />,{" "}
          {secret.lastUsedAt ? (
            <>
              last used <Ago at={secret.lastUsedAt} />
            </>
          ) : (
            "never used"
          )}
        </p>
      </div>
      {canManage ? (
        <div className="flex gap-2">
          <Button size="small" icon={RefreshCw} onClick={() => setAsked("rotate")}>
            Change
          </Button>
          <Button size="small" variant="danger" icon={Trash2} onClick={() => setAsked("delete")}>
            Delete
          </Button>
        </div>
      ) : null}
      {asked === "rotate" ? <RotateSecret secret={secret} onClose={close} /> : null}
      {asked === "delete" ? <DeleteSecret secret={secret} onClose={close} /> : null}
    </li>
  );
}
