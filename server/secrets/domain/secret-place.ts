import { isOfferedName } from "#server/ansible/variables.ts";
import type { AddSecretBody, SecretKind, SecretScope } from "#server/contracts/secret.ts";

/** Where a secret holds. */
export interface SecretPlace {
  readonly scope: SecretScope;
  readonly repositoryId: string | null;
  /** Name of the group or host. */
  readonly reference: string | null;
}

/** The id that vault-encrypted files without one go by. */
export const defaultVaultId = "default";

/** What is wrong with a new secret, in words; null when nothing is. */
export function findSecretFault(body: AddSecretBody): string | null {
  const { scope, kind, name } = body;
  if (scope !== "global" && body.repositoryId === undefined)
    return "repositoryId: say which repository's.";
  const needsReference = scope === "group" || scope === "host";
  if (needsReference && body.reference === undefined) return `reference: name the ${scope}.`;
  if (kind === "vault_password" && needsReference)
    return "scope: a vault password is for a repository or for all; files are not opened per host.";
  if (kind === "variable_value" && !isOfferedName(name))
    return "name: a variable's value goes by the variable's name, which Ansible must not keep for itself.";
  return null;
}

/** The place of a new secret, without what its scope has no use for. */
export function placeOf(body: AddSecretBody): SecretPlace {
  const { scope } = body;
  return {
    scope,
    repositoryId: scope === "global" ? null : (body.repositoryId ?? null),
    reference: scope === "group" || scope === "host" ? (body.reference ?? null) : null,
  };
}

/** One text for one place, so that names can be unique in it. Secrets of one request have places of their own. */
export function placeKey(place: SecretPlace, requestId: string | null): string {
  const where = [place.scope, place.repositoryId ?? "", place.reference ?? ""].join("/");
  return requestId === null ? where : `request/${requestId}/${where}`;
}

/**
 * What a secret is for in its place: Ansible can be given one become password for a host, one vault password for an id
 * and one value for a variable, so there is one secret for each. What Chiffon itself is given goes by its name.
 */
export function purposeOf(kind: SecretKind, name: string, vaultId: string | null): string {
  switch (kind) {
    case "ssh_key":
    case "ssh_password":
    case "become_password":
      return kind;
    case "vault_password":
      return `${kind}/${vaultId ?? defaultVaultId}`;
    case "variable_value":
    case "repository_credential":
    case "webhook_secret":
    case "api_key":
      return `${kind}/${name}`;
  }
}
