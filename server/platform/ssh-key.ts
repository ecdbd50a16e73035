import { randomUUID } from "node:crypto";
import { chmod, link, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";
import { ProgramError, runProgram } from "./run-program.ts";

const programPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Makes Chiffon's own SSH key unless it is there. Safe to call from several processes at once.
 *
 * @throws internal when ssh-keygen is missing or fails
 */
export async function ensureSshKey(keyFile: string): Promise<void> {
  if (!(await exists(keyFile))) await makeKey(keyFile);
  if (await exists(`${keyFile}.pub`)) return;
  // Made by somebody else just now, or a crash came in between: the public key follows from the private one.
  const publicKey = await keygen(["-y", "-f", keyFile]).catch((cause: unknown) => {
    throw new AppError("internal", { message: `${keyFile} is no usable SSH key.`, cause });
  });
  const draft = `${keyFile}.pub.${randomUUID()}`;
  await writeFile(draft, `${publicKey.trim()}\n`, { mode: 0o644 });
  await rename(draft, `${keyFile}.pub`);
}

async function keygen(args: readonly string[]): Promise<string> {
  const env = { NODE_ENV: "production" as const, PATH: programPath, HOME: homedir(), LC_ALL: "C" };
  return (await runProgram("ssh-keygen", args, { env, timeoutMs: 10_000 })).toString("utf8");
}

async function makeKey(keyFile: string): Promise<void> {
  await mkdir(path.dirname(keyFile), { recursive: true, mode: 0o700 });
  const work = await mkdtemp(`${keyFile}.making-`);
  try {
    const draft = path.join(work, "key");
    const args = ["-q", "-t", "ed25519", "-N", "", "-C", "chiffon", "-f", draft];
    await keygen(args).catch((cause: unknown) => {
      const said = cause instanceof ProgramError ? cause.said.slice(0, 200) : "";
      const why = said || "is ssh-keygen installed?";
      throw new AppError("internal", { message: `No SSH key could be made: ${why}`, cause });
    });
    await chmod(draft, 0o600);
    // A hard link is made by one process only: the first key stays.
    await link(draft, keyFile).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
