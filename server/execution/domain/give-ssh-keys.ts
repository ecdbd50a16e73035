import type { PlanTask } from "#server/contracts/plan.ts";
import type { SecretUse } from "#server/contracts/secret.ts";
import { type StoredSshKey, unpackSshKey } from "#server/lib/stored-ssh-key.ts";

/** A stored key for some of a task's hosts, under the name that people know it by. */
export type GivenSshKey = StoredSshKey & Pick<SecretUse, "name" | "hosts">;

/** The stored keys that a task signs in with. */
export function giveSshKeys(
  { secrets }: Pick<PlanTask, "secrets">,
  values: ReadonlyMap<string, string>,
): GivenSshKey[] {
  return (secrets ?? []).flatMap(({ kind, name, hosts, secretId }) => {
    const value = values.get(secretId);
    if (kind !== "ssh_key" || value === undefined) return [];
    return [{ name, hosts, ...unpackSshKey(value) }];
  });
}
