import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { sshAddressSchema } from "#server/contracts/ssh.ts";
import { renderSshConfig } from "#server/lib/ssh-config.ts";
import { writeSignInPrograms } from "#server/platform/ssh-password.ts";
import { probeScript } from "./host-probe.ts";
import {
  explainKeyTrouble,
  explainProbe,
  explainRefusal,
  type Finished,
  type LoginOutcome,
  type SshTarget,
} from "./login-outcome.ts";
import { type LentKey, type SignIn, withLentKey } from "./sign-in.ts";

const programPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const scanTimeoutSeconds = 5;
const connectTimeoutSeconds = 8;
const probeSeconds = 7;

const maxOutput = 1_000_000;

interface Call {
  readonly timeoutMs: number;
  readonly input?: string;
  /** Can be read at descriptor 3, by this program alone. */
  readonly password?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

function run(
  program: string,
  args: readonly string[],
  { timeoutMs, input = "", password = "", env = {} }: Call,
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { NODE_ENV: "production", PATH: programPath, HOME: homedir(), LC_ALL: "C", ...env },
      ...{ timeout: timeoutMs, killSignal: "SIGKILL", stdio: ["pipe", "pipe", "pipe", "pipe"] },
    });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name]?.on("data", (chunk: Buffer) => {
        said[name] += chunk.toString("utf8");
        if (said[name].length > maxOutput) child.kill("SIGKILL");
      });
    child.on("error", () => resolve({ code: null, ...said }));
    child.on("close", (code) => resolve({ code, ...said }));
    for (const [pipe, text] of [
      [child.stdin, input],
      [child.stdio[3], `${password}\n`],
    ] as const) {
      if (!(pipe && "end" in pipe)) continue;
      // A program that ends before it has read everything reports through its exit code.
      pipe.on("error", () => undefined);
      pipe.end(text);
    }
  });
}

/** Refuses what ssh or ssh-keyscan could read as an option or as several words. */
export function isSafeAddress(address: string): boolean {
  return sshAddressSchema.safeParse(address).success;
}

/** The name under which a target stands in a known_hosts file. */
export function knownHostName({ address, port }: Pick<SshTarget, "address" | "port">): string {
  return port === 22 ? address : `[${address}]:${port}`;
}

const keyLine = /^\S+ (?:ssh|ecdsa|sk)-[\w@.-]+ [A-Za-z0-9+/=]+$/;

/**
 * Public keys a machine offers, and those of the machines on the way, as known_hosts lines; empty when nothing answers.
 * Behind a jump host only the key that ssh agrees on can be seen.
 */
export async function scanHostKeys(
  target: SshTarget,
  files: Omit<AccessFiles, "knownHosts">,
  signIn: SignIn,
): Promise<string[]> {
  const last = target.jumps.at(-1);
  if (last === undefined) {
    const { lines, answers } = await scanDirectly(target);
    // A server that shows its key in certificates only: ssh takes the plain key out of one.
    return lines.length > 0 || !answers ? lines : learnHostKey(target, files, signIn, []);
  }
  const way = { ...last, jumps: target.jumps.slice(0, -1) };
  const before: string[] = await scanHostKeys(way, files, signIn);
  return before.length === 0 ? [] : learnHostKey(target, files, signIn, before);
}

/** Has ssh note the key that it agrees on, beside those of the machines on the way; empty when it got none. */
async function learnHostKey(
  target: SshTarget,
  files: Omit<AccessFiles, "knownHosts">,
  signIn: SignIn,
  before: readonly string[],
): Promise<string[]> {
  const knownHosts = path.join(files.scratch, "learned");
  await writeFile(knownHosts, `${before.join("\n")}\n`, { mode: 0o600 });
  // The option holds for the last machine alone: those on the way get the file, where it says "yes".
  const options = ["-o", "StrictHostKeyChecking=accept-new"];
  // The key of the machine at the end is seen before anybody signs in there, so no password is spent on it.
  const opening = { ...signIn, password: null };
  await withKey(opening, files.scratch, (lent) =>
    ssh(target, { ...files, knownHosts, lent }, options),
  );
  const lines = (await readFile(knownHosts, "utf8"))
    .split("\n")
    .filter((line) => keyLine.test(line));
  return lines.length > before.length ? lines.sort() : [];
}

async function scanDirectly(target: SshTarget): Promise<{ lines: string[]; answers: boolean }> {
  const { stdout, stderr } = await run(
    "ssh-keyscan",
    ["-T", String(scanTimeoutSeconds), "-p", String(target.port), "--", target.address],
    { timeoutMs: (scanTimeoutSeconds + 3) * 1000 },
  );
  const lines = stdout
    .split("\n")
    .filter((line) => keyLine.test(line))
    .map((line) => `${knownHostName(target)} ${line.split(" ").slice(1).join(" ")}`)
    .sort();
  // It prints how each server that answered greets, whatever key comes of it.
  return { lines, answers: /^# .* SSH-\d/m.test(`${stdout}\n${stderr}`) };
}

/** Fingerprints of known_hosts lines, as `SHA256:… (ED25519)`. */
export async function fingerprintsOf(lines: readonly string[], scratch: string): Promise<string[]> {
  if (lines.length === 0) return [];
  const file = path.join(scratch, "keys");
  await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  const { stdout } = await run("ssh-keygen", ["-l", "-f", file], { timeoutMs: 5_000 });
  return stdout.split("\n").flatMap((line) => {
    const match = /^\d+ (SHA256:\S+) .*\((\w[\w-]*)\)$/.exec(line.trim());
    return match === null ? [] : [`${match[1]} (${match[2]})`];
  });
}

/** Where what a connection needs lies: Chiffon's own key, the pinned host keys, and a private directory. */
export interface AccessFiles {
  readonly keyFile: string;
  readonly knownHosts: string;
  readonly scratch: string;
}

/** Uses the stored key where there is one; null when it does not open. */
function withKey<T>(
  { key }: SignIn,
  scratch: string,
  use: (lent: LentKey | null) => Promise<T>,
): Promise<T | null> {
  return key === null ? use(null) : withLentKey(key, scratch, use);
}

async function ssh(
  target: SshTarget,
  files: AccessFiles & { readonly lent: LentKey | null; readonly password?: string | undefined },
  options: readonly string[],
): Promise<Finished> {
  const { lent, password } = files;
  const config = path.join(files.scratch, "ssh_config");
  const { address, jumps } = target;
  const text = renderSshConfig({
    knownHostsFile: files.knownHosts,
    // In place of Chiffon's own key, and beside it on the way: as in a run.
    identityFile: lent?.publicKeyFile ?? files.keyFile,
    ...(lent === null ? {} : { jumpIdentityFile: files.keyFile }),
    routes: jumps.length === 0 ? [] : [{ address, jumps: [...jumps] }],
    connectTimeoutSeconds,
  });
  await writeFile(config, text, { mode: 0o600 });
  const programs = path.join(files.scratch, "bin");
  if (password !== undefined) await writeSignInPrograms(programs);
  const [program, before] =
    password === undefined ? ["ssh", []] : [path.join(programs, "sshpass"), ["-d3", "ssh"]];
  return run(
    program,
    [
      ...[...before, "-F", config, "-o", `Port=${target.port}`],
      ...["-o", `BatchMode=${password === undefined ? "yes" : "no"}`, "-T", ...options],
      ...["-o", "ClearAllForwardings=yes"],
      ...(target.user === null ? [] : ["-l", target.user]),
      ...["--", target.address, "sh -s"],
    ],
    {
      timeoutMs: (connectTimeoutSeconds * (jumps.length + 1) + probeSeconds) * 1000,
      input: probeScript,
      password,
      env: { TMPDIR: files.scratch, ...(lent === null ? {} : { SSH_AUTH_SOCK: lent.socket }) },
    },
  );
}

/** Signs in as a run would and asks the machine how it is. Asks no person anything. */
export async function tryLogin(
  target: SshTarget,
  files: AccessFiles,
  signIn: SignIn,
): Promise<LoginOutcome> {
  const password = signIn.password?.value;
  const tried = await withKey(signIn, files.scratch, (lent) =>
    ssh(target, { ...files, lent, password }, []),
  );
  if (tried === null) return explainKeyTrouble(signIn);
  return explainProbe(tried.stdout) ?? explainRefusal(tried, target, signIn);
}

/** The same of the machine Chiffon itself runs on. */
export async function probeHere(): Promise<LoginOutcome> {
  const { stdout } = await run("/bin/sh", ["-s"], {
    timeoutMs: probeSeconds * 1000,
    input: probeScript,
  });
  const outcome = explainProbe(stdout);
  const here = "This machine itself: nothing to connect to.";
  return outcome === null
    ? { state: "reachable", ok: true, message: here, fix: null, facts: null, asksForBecome: null }
    : { ...outcome, message: outcome.state === "reachable" ? here : outcome.message };
}
