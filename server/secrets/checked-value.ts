import type { SecretKind } from "#server/contracts/secret.ts";
import { AppError } from "#server/lib/app-error.ts";
import { packSshKey } from "#server/lib/stored-ssh-key.ts";
import {
  addKeyToAgent,
  type KeyFault,
  publicKeysOf,
  withScratchAgent,
} from "#server/platform/ssh-agent.ts";

/** What a person gives: a value, and for a private key what opens it. */
export interface GivenValue {
  readonly value: string;
  readonly passphrase?: string | undefined;
}

/**
 * The text to store for a value. A private key is opened as a run would open it, by OpenSSH's own agent.
 *
 * @throws invalid_input for a key that cannot be used, saying what to do about it
 */
export async function checkedValue(kind: SecretKind, given: GivenValue): Promise<string> {
  const { value, passphrase } = given;
  if (kind !== "ssh_key") {
    if (passphrase === undefined) return value;
    throw new AppError("invalid_input", { message: "passphrase: only a private key has one." });
  }
  const privateKey = `${value.replaceAll("\r\n", "\n").trim()}\n`;
  const fault = lookFault(privateKey) ?? (await openFault(privateKey, passphrase ?? null));
  if (fault !== null) throw new AppError("invalid_input", { message: fault });
  return packSshKey({ privateKey, passphrase: passphrase ?? null });
}

/** What is wrong by its looks: files that people take for a private key. */
function lookFault(text: string): string | null {
  if (/^PuTTY-User-Key-File-/.test(text))
    return "That is a key of PuTTY's. Turn it into OpenSSH's format: puttygen KEY.ppk -O private-openssh -o KEY.";
  if (/^(?:(?:sk-)?(?:ssh|ecdsa)-\S+ AAAA|---- BEGIN SSH2 PUBLIC KEY)/.test(text))
    return "That is the public half of a key. Paste the private one: the file without .pub.";
  if (!/^-----BEGIN [A-Z ]*PRIVATE KEY-----\n/.test(text))
    return "That is no private key. Paste the whole file, from -----BEGIN to -----END.";
  if (!/\n-----END [A-Z ]*PRIVATE KEY-----\n$/.test(text))
    return "The key is cut off. Paste the whole file, up to the line -----END … PRIVATE KEY-----.";
  return null;
}

async function openFault(privateKey: string, passphrase: string | null): Promise<string | null> {
  const found = await withScratchAgent(async (agent) => {
    const fault = await addKeyToAgent(agent, { privateKey, passphrase });
    return { fault, publicKeys: fault === null ? await publicKeysOf(agent.socket) : [] };
  }).catch((cause: Error) => ({
    fault: { kind: "no_program", said: cause.message } satisfies KeyFault,
    publicKeys: [],
  }));
  if (found.fault !== null) return faultWords(found.fault, passphrase);
  if (found.publicKeys.some((line) => line.startsWith("sk-")))
    return "That key needs its hardware token at every use, so Chiffon cannot use it. Store another one.";
  return null;
}

function faultWords({ kind, said }: KeyFault, passphrase: string | null): string {
  switch (kind) {
    case "no_program":
      return `The key cannot be checked: ssh-agent and ssh-add are needed for it (Debian: apt-get install openssh-client). ${said}`;
    case "locked":
      return passphrase === null
        ? "The key is locked by a passphrase. Give that as well."
        : "The passphrase does not open the key. Give the right one, or another key.";
    case "unusable":
      return `OpenSSH cannot read that key (${said}). Paste the whole file as it is, or convert it: ssh-keygen -p -f KEY.`;
  }
}
