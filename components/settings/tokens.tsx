"use client";

import { useQuery } from "@tanstack/react-query";
import { BookOpen, KeyRound, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useRevokeToken } from "#components/lib/people-mutations.ts";
import { tokensQuery } from "#components/lib/settings-queries.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago, Day } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { ApiToken } from "#server/contracts/people.ts";
import { CreateToken } from "./create-token.tsx";
import { McpAddress } from "./mcp-address.tsx";

/** One's own API tokens: what programs show instead of signing in. */
export function Tokens() {
  const { data, error, refetch } = useQuery(tokensQuery());
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button size="small" icon={Plus} onClick={() => setCreating(true)}>
      New token
    </Button>
  );
  return (
    <Panel
      title="API tokens"
      description="For programs that act in your name. A token never may more than you."
      isFlush
      actions={
        <>
          <Link href="/docs" className={buttonClass({ size: "small" })}>
            <BookOpen aria-hidden className="size-4" />
            API
          </Link>
          {create}
        </>
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={2} className="p-4" /> : null}
      {data?.tokens.length === 0 ? <NoTokens action={create} /> : null}
      <ul className="divide-y divide-line">
        {data?.tokens.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      <McpAddress />
      {isCreating ? <CreateToken onClose={() => setCreating(false)} /> : null}
    </Panel>
  );
}

function NoTokens({ action }: { readonly action: ReactNode }) {
  return (
    <EmptyState icon={KeyRound} title="No token yet" action={action}>
      A script that asks Chiffon for something needs one.
    </EmptyState>
  );
}

function TokenRow({ token }: { readonly token: ApiToken }) {
  const [isRevoking, setRevoking] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium break-words">
          {token.name}
          {token.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
          {token.audience === "mcp" ? <Badge>MCP only</Badge> : null}
        </p>
        <p className="text-xs text-ink-faint">
          made <Day at={token.createdAt} />, until <Day at={token.expiresAt} />,{" "}
          {token.lastUsedAt ? (
            <>
              last used <Ago at={token.lastUsedAt} />
            </>
          ) : (
            "never used"
          )}
        </p>
      </div>
      <Button
        size="small"
        variant="danger"
        icon={Trash2}
        aria-label={`Revoke ${token.name}`}
        onClick={() => setRevoking(true)}
      >
        Revoke
      </Button>
      {isRevoking ? <RevokeToken token={token} onClose={() => setRevoking(false)} /> : null}
    </li>
  );
}

function RevokeToken({
  token,
  onClose,
}: {
  readonly token: ApiToken;
  readonly onClose: () => void;
}) {
  const revoke = useRevokeToken();
  return (
    <ConfirmDialog
      title={`Revoke ${token.name}?`}
      description="Programs that use it are refused from now on. It cannot be brought back."
      action="Revoke"
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() =>
        revoke.mutate(token.id, { onSuccess: () => toastDone(`${token.name} revoked.`) })
      }
      onClose={onClose}
    />
  );
}
