import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, link, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";

const programPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const scanTimeoutSeconds = 5;
const connectTimeoutSeconds = 8;

/** Where a machine answers ssh. */
export interface SshTarget {
  readonly address: string;
  readonly port: number;
  readonly user: string | null;
}

/** What came of a program: `code` is null when it could not be started or was killed. */
interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], timeoutMs: number): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      {
        env: { NODE_ENV: "production", PATH: programPath, HOME: homedir(), LC_ALL: "C" },
        timeout: timeoutMs,
        killSignal: "SIGKILL",
        maxBuffer: 1_000_000,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

/**
 * Makes Chiffon's own SSH key unless it is there. Safe to call from several processes at once.
 *
 * @throws internal when ssh-keygen is missing or fails
 */
export async function ensureSshKey(keyFile: string): Promise<void> {
  if (!(await exists(keyFile))) await makeKey(keyFile);
  if (await exists(`${keyFile}.pub`)) return;
  // Made by somebody else just now, or a crash came in between: the public key follows from the private one.
  const { code, stdout } = await run("ssh-keygen", ["-y", "-f", keyFile], 10_000);
  if (code !== 0) throw new AppError("internal", { message: `${keyFile} is no usable SSH key.` });
  const draft = `${keyFile}.pub.${randomUUID()}`;
  await writeFile(draft, `${stdout.trim()}\n`, { mode: 0o644 });
  await rename(draft, `${keyFile}.pub`);
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function makeKey(keyFile: string): Promise<void> {
  await mkdir(path.dirname(keyFile), { recursive: true, mode: 0o700 });
  const work = await mkdtemp(`${keyFile}.making-`);
  try {
    const draft = path.join(work, "key");
    const args = ["-q", "-t", "ed25519", "-N", "", "-C", "chiffon", "-f", draft];
    const made = await run("ssh-keygen", args, 10_000);
    if (made.code !== 0) {
      const why = made.stderr.slice(0, 200) || "is ssh-keygen installed?";
      throw new AppError("internal", { message: `No SSH key could be made: ${why}` });
    }
    await chmod(draft, 0o600);
    // A hard link is made by one process only: the first key stays.
    await link(draft, keyFile).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Refuses what ssh or ssh-keyscan could read as an option or as several words. */
export function isSafeAddress(address: string): boolean {
  return /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252}|[0-9A-Fa-f:]{2,45})$/.test(address);
}

/** The name under which a target stands in a known_hosts file. */
export function knownHostName({ address, port }: SshTarget): string {
  return port === 22 ? address : `[${address}]:${port}`;
}

/** Public keys a machine offers, as known_hosts lines; empty when nothing answers. */
export async function scanHostKeys(target: SshTarget): Promise<string[]> {
  const { stdout } = await run(
    "ssh-keyscan",
    ["-T", String(scanTimeoutSeconds), "-p", String(target.port), "--", target.address],
    (scanTimeoutSeconds + 3) * 1000,
  );
  return stdout
    .split("\n")
    .filter((line) => /^\S+ (?:ssh|ecdsa|sk)-[\w@.-]+ [A-Za-z0-9+/=]+$/.test(line))
    .map((line) => `${knownHostName(target)} ${line.split(" ").slice(1).join(" ")}`)
    .sort();
}

/** Fingerprints of known_hosts lines, as `SHA256:… (ED25519)`. */
export async function fingerprintsOf(lines: readonly string[], scratch: string): Promise<string[]> {
  if (lines.length === 0) return [];
  const file = path.join(scratch, "keys");
  await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  const { stdout } = await run("ssh-keygen", ["-l", "-f", file], 5_000);
  return stdout.split("\n").flatMap((line) => {
    const match = /^\d+ (SHA256:\S+) .*\((\w[\w-]*)\)$/.exec(line.trim());
    return match === null ? [] : [`${match[1]} (${match[2]})`];
  });
}

/** What a login attempt says: a sentence, and what to do about it. */
export interface LoginOutcome {
  readonly ok: boolean;
  readonly message: string;
  readonly fix: string | null;
}

/** Signs in with Chiffon's key and runs `true`. Never asks anything, never writes a known_hosts file. */
export async function tryLogin(
  target: SshTarget,
  files: { keyFile: string; knownHosts: string },
): Promise<LoginOutcome> {
  const { code, stderr } = await run(
    "ssh",
    [
      ...["-F", "/dev/null", "-i", files.keyFile, "-p", String(target.port)],
      ...["-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=yes"],
      ...["-o", `UserKnownHostsFile=${files.knownHosts}`, "-o", "GlobalKnownHostsFile=/dev/null"],
      ...["-o", `ConnectTimeout=${connectTimeoutSeconds}`, "-o", "UpdateHostKeys=no"],
      ...["-o", "PermitLocalCommand=no", "-o", "ForwardAgent=no", "-o", "ClearAllForwardings=yes"],
      ...(target.user === null ? [] : ["-l", target.user]),
      ...["--", target.address, "true"],
    ],
    (connectTimeoutSeconds + 7) * 1000,
  );
  if (code === 0) return { ok: true, message: "Signed in.", fix: null };
  return explain(stderr, target);
}

function explain(stderr: string, { user, address, port }: SshTarget): LoginOutcome {
  const who = user === null ? address : `${user}@${address}`;
  const fail = (message: string, fix: string): LoginOutcome => ({ ok: false, message, fix });
  if (/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed/.test(stderr)) {
    return fail(
      `The host key of ${address} differs from the pinned one.`,
      "If you reinstalled that machine, pin the new key; if not, somebody may be in between.",
    );
  }
  if (/Permission denied|Too many authentication failures/.test(stderr)) {
    return fail(
      `${address} refused Chiffon's key for ${user ?? "the default user"}.`,
      `Add Chiffon's public key (Settings) to ~/.ssh/authorized_keys of ${who}.`,
    );
  }
  if (/Connection refused/.test(stderr)) {
    return fail(
      `${address} refused the connection on port ${port}.`,
      "Start its SSH server, or correct ansible_port.",
    );
  }
  if (/Could not resolve|Name or service not known/.test(stderr)) {
    return fail(
      `The name ${address} is not known on this network.`,
      "Correct ansible_host, or use an address.",
    );
  }
  if (/timed out|No route to host|Network is unreachable/.test(stderr) || stderr === "") {
    return fail(
      `${address} does not answer on port ${port}.`,
      "Make sure that it is on and reachable from here.",
    );
  }
  return fail(
    `Signing in to ${who} failed: ${stderr.trim().split("\n").at(-1)?.slice(0, 200)}`,
    "Try the same with ssh on this machine.",
  );
}
