import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Actor } from "#server/contracts/common.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import type { SecretKind } from "#server/contracts/secret.ts";
import { narrowestFor } from "#server/lib/narrowest-secret.ts";
import { type StoredSshKey, unpackSshKey } from "#server/lib/stored-ssh-key.ts";
import { addKeyToAgent, publicKeysOf, withScratchAgent } from "#server/platform/ssh-agent.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";

/** What runs sign in to a host with: the stored key, else Chiffon's own, and where neither is accepted the password. */
export interface SignIn {
  readonly key: (StoredSshKey & { readonly name: string }) | null;
  readonly password: { readonly name: string; readonly value: string } | null;
}

/** Opens what is stored for a host, as a plan would choose it; the use is in the history. @throws secret_unreadable */
export async function openSignIn(
  secrets: SecretsService,
  { repositoryId, host, inventory }: SignInPlace,
  actor: Actor,
): Promise<SignIn> {
  const stored = await secrets.usable([repositoryId], null);
  const narrowest = (kind: SecretKind) =>
    narrowestFor(
      stored.filter((secret) => secret.kind === kind),
      host,
      inventory,
    );
  const [key, password] = [narrowest("ssh_key"), narrowest("ssh_password")];
  const wanted = [key, password].flatMap((secret) =>
    secret === null ? [] : [{ ...secret, secretId: secret.id }],
  );
  const values = await secrets.open(wanted, { actor, subject: { host: host.name } });
  const valueFor = (secret: typeof key) => values.get(secret?.id ?? "") ?? "";
  return {
    key: key && { name: key.name, ...unpackSshKey(valueFor(key)) },
    password: password && { name: password.name, value: valueFor(password) },
  };
}

interface SignInPlace {
  readonly repositoryId: string;
  readonly host: InventoryHost;
  readonly inventory: readonly InventoryHost[];
}

/** A stored key that ssh can be told to use: its public half names it, an agent has the private one. */
export interface LentKey {
  readonly publicKeyFile: string;
  readonly socket: string;
}

/**
 * Lends a stored key to one connection, by an agent of its own that ends with it.
 *
 * @param scratch a private directory for the public half
 * @returns what came of the use; null when the key does not open
 */
export function withLentKey<T>(
  key: StoredSshKey,
  scratch: string,
  use: (lent: LentKey) => Promise<T>,
): Promise<T | null> {
  return withScratchAgent(async (agent) => {
    if ((await addKeyToAgent(agent, key)) !== null) return null;
    const publicKeyFile = path.join(scratch, "stored.pub");
    const lines = await publicKeysOf(agent.socket);
    await writeFile(publicKeyFile, `${lines.join("\n")}\n`, { mode: 0o600 });
    return use({ publicKeyFile, socket: agent.socket });
  });
}
