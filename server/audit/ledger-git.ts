import { createHash } from "node:crypto";
import path from "node:path";
import { type GitCall, gitEnvironment } from "#server/platform/git/git-environment.ts";
import { runProgram } from "#server/platform/run-program.ts";

/** Where the audit's repository and its signing key are. */
export interface LedgerPlaces {
  readonly gitDir: string;
  /** Private ssh key; `.pub` and `allowed_signers` (every key ever used) lie beside it. */
  readonly keyFile: string;
}

/** The one branch of the audit's repository. */
export const ledgerRef = "refs/heads/main";

/** Who signs, as ssh names it in `allowed_signers`. */
export const ledgerSigner = "audit@chiffon";

/** The public keys that may have signed a commit of the ledger. */
export function allowedSignersFile(places: LedgerPlaces): string {
  return path.join(path.dirname(places.keyFile), "allowed_signers");
}

/** What every git command on the ledger gets: nothing from the user's or the machine's own configuration. */
export function ledgerGit(places: LedgerPlaces): GitCall {
  const settings = [
    `safe.directory=${places.gitDir}`,
    "core.hooksPath=/dev/null",
    "core.fsync=all",
    "gc.auto=0",
    "gpg.format=ssh",
    `user.signingKey=${places.keyFile}`,
    `gpg.ssh.allowedSignersFile=${allowedSignersFile(places)}`,
  ];
  return {
    args: [`--git-dir=${places.gitDir}`, ...settings.flatMap((setting) => ["-c", setting])],
    env: { ...gitEnvironment, GIT_SSH_COMMAND: "ssh -o BatchMode=yes" },
  };
}

/** Runs git on the ledger and returns its output. @throws ProgramError */
export async function runLedgerGit(
  places: LedgerPlaces,
  args: readonly string[],
  options: { input?: string | Uint8Array; env?: Record<string, string>; timeoutMs?: number } = {},
): Promise<string> {
  const git = ledgerGit(places);
  const printed = await runProgram("git", [...git.args, ...args], {
    ...options,
    env: { ...git.env, ...options.env },
  });
  return printed.toString("utf8");
}

/** Git's id of an object: SHA-1 over its header and content. */
export function objectId(type: string, content: Uint8Array): string {
  return createHash("sha1").update(`${type} ${content.byteLength}\0`).update(content).digest("hex");
}
