import { appendFile, chmod, mkdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { gitEnvironment } from "#server/platform/git/git-environment.ts";
import { runProgram } from "#server/platform/run-program.ts";
import { allowedSignersFile, type LedgerPlaces, ledgerSigner } from "./ledger-git.ts";

/**
 * Makes the signing key at the first start and lists it among the allowed signers. A key that went missing is
 * replaced: the old public key stays listed, so that what it signed still verifies.
 */
export async function prepareLedgerKey(places: LedgerPlaces): Promise<void> {
  const { keyFile } = places;
  await mkdir(path.dirname(keyFile), { recursive: true, mode: 0o700 });
  if ((await readIfThere(keyFile)) === null || (await readIfThere(`${keyFile}.pub`)) === null) {
    await createKey(keyFile);
  }
  await chmod(keyFile, 0o600);
  const publicKey = (await readFile(`${keyFile}.pub`, "utf8")).trim();
  const signersFile = allowedSignersFile(places);
  const signers = (await readIfThere(signersFile)) ?? "";
  if (!signers.includes(publicKey)) {
    await appendFile(signersFile, `${ledgerSigner} namespaces="git" ${publicKey}\n`);
  }
}

/** Made beside its place: a kill in the middle leaves no half key, and the private half comes last. */
async function createKey(keyFile: string): Promise<void> {
  const draft = `${keyFile}.new`;
  await rm(draft, { force: true });
  await rm(`${draft}.pub`, { force: true });
  const make = ["-q", "-t", "ed25519", "-N", "", "-C", ledgerSigner, "-f", draft];
  await runProgram("ssh-keygen", make, { env: gitEnvironment });
  await rename(`${draft}.pub`, `${keyFile}.pub`);
  await rename(draft, keyFile);
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw cause;
  }
}
