import { stripVTControlCharacters } from "node:util";
import type { SecretTrouble } from "#server/contracts/runner.ts";

/** What a host's failure said, and which host. */
interface Failure {
  readonly host: string;
  readonly message: string;
}

const becomeMissing = /Missing \w+ password|sudo: (?:a|no) password/i;
/** From ansible-core 2.19 on, a local connection says only that it was asked a second time. */
const becomeWrong =
  /Incorrect \w+ password|Duplicate become password prompt|Sorry, try again|incorrect password attempt|(?:sudo|su|doas): Authentication fail/i;
const vaultWrong = /Decryption failed/i;
const vaultMissing = /Attempting to decrypt but no vault secrets found/i;
const passwordRefused = /Invalid\/incorrect (?:username\/)?password/i;
/** What the machine would have taken instead stands in brackets. */
const signInRefused = /Permission denied \([\w,-]+\)/i;
const takesPasswords = /Permission denied \([\w,-]*(?:password|keyboard-interactive)[\w,-]*\)/i;
const noSshpass = /you must install the sshpass program/i;

/**
 * Whether a run failed for want of a password, and whose: read from what hosts and Ansible itself said. Null where it
 * was something else.
 *
 * @param lastLines the end of the output; counts only where Ansible stopped before any host had a result
 */
export function findSecretTrouble(
  failures: readonly Failure[],
  lastLines: readonly string[],
): SecretTrouble | null {
  return (
    becomeTrouble(failures) ?? vaultTrouble(failures, ownWords(lastLines)) ?? sshTrouble(failures)
  );
}

/** What Ansible says for itself; hosts' output is indented or follows their names. */
function ownWords(lines: readonly string[]): string {
  return lines
    .map((line) => stripVTControlCharacters(line))
    .filter((line) => /^(?:ERROR!|\[ERROR\])/.test(line))
    .join("\n");
}

function hostsSaying(failures: readonly Failure[], pattern: RegExp): string[] {
  const hosts = failures.filter(({ message }) => pattern.test(message)).map(({ host }) => host);
  return [...new Set(hosts)].sort();
}

function becomeTrouble(failures: readonly Failure[]): SecretTrouble | null {
  const kind = "become_password";
  const hosts = hostsSaying(failures, becomeMissing);
  if (hosts.length > 0)
    return {
      ...{ kind, problem: "missing", hosts },
      message: `sudo asks for a password on ${names(hosts)}, and none was given.`,
    };
  const refused = hostsSaying(failures, becomeWrong);
  if (refused.length === 0) return null;
  const message = `The sudo password is not the right one on ${names(refused)}.`;
  return { kind, problem: "wrong", hosts: refused, message };
}

function vaultTrouble(failures: readonly Failure[], own: string): SecretTrouble | null {
  const kind = "vault_password";
  const missing = hostsSaying(failures, vaultMissing);
  if (missing.length > 0 || vaultMissing.test(own))
    return {
      ...{ kind, problem: "missing", hosts: missing },
      message: "A file is encrypted with ansible-vault, and no password for it was given.",
    };
  const wrong = hostsSaying(failures, vaultWrong);
  if (wrong.length === 0 && !vaultWrong.test(own)) return null;
  const message = "The vault password does not open a file that the playbook reads.";
  return { kind, problem: "wrong", hosts: wrong, message };
}

function sshTrouble(failures: readonly Failure[]): SecretTrouble | null {
  const kind = "ssh_password";
  const wrong = hostsSaying(failures, passwordRefused);
  if (wrong.length > 0)
    return {
      ...{ kind, problem: "wrong", hosts: wrong },
      message: `Wrong password: the SSH password was not accepted by ${names(wrong)}.`,
    };
  const missing = hostsSaying(failures, takesPasswords);
  if (missing.length > 0)
    return {
      ...{ kind, problem: "missing", hosts: missing },
      message: `${names(missing)} refused the key, and no password was given.`,
    };
  const refused = hostsSaying(failures, signInRefused);
  if (refused.length > 0)
    return {
      ...{ kind, problem: "unusable", hosts: refused },
      message: `${names(refused)} refused the key, and takes no password. Add the key's public half to authorized_keys there, or store another key under Settings.`,
    };
  const hosts = hostsSaying(failures, noSshpass);
  if (hosts.length === 0) return null;
  const message =
    "Signing in by password needs sshpass on the agent's machine: apt-get install sshpass.";
  return { kind, problem: "unusable", hosts, message };
}

/** What follows from it for a person, whatever the password was for. */
export const onceOnly = "It is not tried again by itself, so that no account is locked.";

function names(hosts: readonly string[]): string {
  const shown = hosts.slice(0, 5).join(", ");
  return hosts.length > 5 ? `${shown} and ${hosts.length - 5} more` : shown;
}
