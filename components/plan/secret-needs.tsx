"use client";

import { KeyRound } from "lucide-react";
import { announce } from "#components/lib/announcer.ts";
import { whoMay } from "#components/lib/permissions.ts";
import { useGiveSecret } from "#components/lib/secret-mutations.ts";
import { GiveSecretForm } from "#components/secret/give-secret-form.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Plan } from "#server/contracts/plan.ts";
import type { SecretNeed } from "#server/contracts/secret.ts";

/** What a waiting plan seems to lack: each with its field. Nothing that is typed here is shown again, or kept by the page. */
export function SecretNeeds({ plan }: { readonly plan: Plan }) {
  const needs = plan.body.secretNeeds ?? [];
  if (needs.length === 0) return null;
  return (
    <section aria-label="Secrets that are missing" className="space-y-3">
      {needs.map((need) => (
        <Need key={need.key} plan={plan} need={need} />
      ))}
    </section>
  );
}

function Need({ plan, need }: { readonly plan: Plan; readonly need: SecretNeed }) {
  const mayGive = useMay("secret.give");
  return (
    <Notice tone={need.mayBeInVault ? "neutral" : "warn"} icon={KeyRound} title={titleOf(need)}>
      <p>
        {need.reason}{" "}
        {need.mayBeInVault
          ? "Give it here, unless that file sets ansible_become_password."
          : "Without it the run will probably fail."}
        {mayGive ? "" : ` It can be given by ${whoMay("secret.give")}.`}
      </p>
      {mayGive ? <GiveForm plan={plan} need={need} /> : null}
    </Notice>
  );
}

function titleOf({ kind, name, hosts, vaultId, mayBeInVault }: SecretNeed): string {
  switch (kind) {
    case "become_password":
      return `The sudo password of ${hosts.join(", ")} ${mayBeInVault ? "may be" : "is"} missing`;
    case "vault_password":
      return vaultId === null || vaultId === "default"
        ? "The vault password is missing"
        : `The vault password ${vaultId} is missing`;
    case "variable_value":
      return `${name} has no value`;
    default:
      return `${name} is missing`;
  }
}

function GiveForm({ plan, need }: { readonly plan: Plan; readonly need: SecretNeed }) {
  const give = useGiveSecret(plan.requestId);
  const maySave = useMay("secret.manage");
  const isLong = need.kind === "variable_value";
  return (
    <GiveSecretForm
      label={isLong ? `Value of ${need.name}` : "Password"}
      isLong={isLong}
      hint={maySave ? scopeHint(need, plan.body.repositoryName) : undefined}
      error={give.error}
      pending={give.isPending ? give.variables.keep : null}
      onGive={(value, keep) =>
        give.mutate(
          { planId: plan.id, planVersion: plan.version, key: need.key, value, keep },
          {
            onSuccess: () =>
              announce("Given. The plan has a new version, which waits for approval."),
          },
        )
      }
    />
  );
}

/** What the two buttons do. */
function scopeHint({ hosts }: SecretNeed, repositoryName: string): string {
  const place = hosts.length === 1 ? `host ${hosts[0]}` : `all of ${repositoryName}`;
  return `"Give once" forgets it when this plan ends; "Save" stores it, encrypted, for ${place}.`;
}
