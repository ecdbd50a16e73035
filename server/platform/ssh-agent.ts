import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A private key as OpenSSH reads it, with what opens it. */
export interface SshKeyText {
  readonly privateKey: string;
  readonly passphrase: string | null;
}

/** Why an agent did not take a key: *locked* by a passphrase that is missing or wrong, else in ssh-add's words. */
export interface KeyFault {
  readonly kind: "locked" | "unusable" | "no_program";
  readonly said: string;
}

// Typings of the web framework demand NODE_ENV, which these programs have no use for.
const environment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C",
} as Record<string, string> as NodeJS.ProcessEnv;
const addTimeoutMs = 10_000;
const startTimeoutMs = 5_000;
const pollMs = 25;

/**
 * Starts an agent at a socket with a command that it lives as long as. Resolves when it answers.
 *
 * @throws Error when there is no ssh-agent or it does not come up
 */
export async function startAgent(
  socket: string,
  { args, isOwn }: { readonly args: readonly string[]; readonly isOwn: boolean },
): Promise<ChildProcess> {
  const child = spawn("ssh-agent", ["-a", socket, ...args], {
    ...{ cwd: "/", detached: !isOwn, env: environment },
    stdio: [isOwn ? "pipe" : "ignore", "ignore", "ignore"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  await untilAnswering(socket, () => child.exitCode === null);
  return child;
}

/**
 * Waits until somebody listens at a socket: its file is there a moment earlier.
 *
 * @param isAlive tells whether there is still somebody to wait for
 * @throws Error when nobody answers within five seconds
 */
export async function untilAnswering(socket: string, isAlive: () => boolean): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(socket))) {
    if (!isAlive() || Date.now() > deadline) throw new Error("ssh-agent: no answer at its socket");
    await delay(pollMs);
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once("connect", () => {
      resolve(true);
      connection.destroy();
    });
    connection.once("error", () => resolve(false));
  });
}

/** Ends with whoever holds its standard input, also when that is killed. */
const whileHeld = 'cat >/dev/null; kill "$SSH_AGENT_PID"';

/** An agent for a moment, with a private directory; nobody else knows of it. */
export interface ScratchAgent {
  readonly socket: string;
  readonly directory: string;
}

/** Lends an agent whose keys last a minute at most; it ends with the use. @throws Error when it cannot be started */
export async function withScratchAgent<T>(use: (agent: ScratchAgent) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "chiffon-keys-"));
  try {
    const socket = join(directory, "socket");
    const args = ["-t", "60", "/bin/sh", "-c", whileHeld];
    const child = await startAgent(socket, { args, isOwn: true });
    const ended = new Promise((resolve) => child.once("close", resolve));
    try {
      return await use({ socket, directory });
    } finally {
      child.stdin?.end();
      await ended;
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Asked for a passphrase it passes on what stands in a pipe that only its caller holds: no file, argument or variable. */
const askpass = "#!/bin/sh\nexec cat <&3\n";

/**
 * Hands a key to an agent without writing it down; null when the agent has it.
 *
 * @param directory a private one, for a program that ssh-add asks for the passphrase
 */
export async function addKeyToAgent(
  { socket, directory }: ScratchAgent,
  { privateKey, passphrase }: SshKeyText,
  options: readonly string[] = [],
): Promise<KeyFault | null> {
  const program = join(directory, "askpass");
  await writeFile(program, askpass, { mode: 0o700 });
  const { code, said } = await runSshAdd(["-q", ...options, "-"], {
    env: {
      ...environment,
      ...{ SSH_AUTH_SOCK: socket, SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: "force" },
      // OpenSSH before 8.4 asks a program only where it believes in a display.
      DISPLAY: "none",
    },
    // OpenSSH reads no key with the line ends of Windows.
    input: `${privateKey.replaceAll("\r\n", "\n").trim()}\n`,
    passphrase: passphrase ?? "",
  });
  if (code === 0) return null;
  if (code === null) return { kind: "no_program", said };
  // OpenSSH says nothing of a wrong passphrase: it asks again, and gives up at an empty answer.
  return { kind: said === "" ? "locked" : "unusable", said };
}

/** Public halves of the keys that an agent shows, as lines of a `.pub` file. */
export async function publicKeysOf(socket: string): Promise<string[]> {
  const env = { ...environment, SSH_AUTH_SOCK: socket };
  const { printed } = await runSshAdd(["-L"], { env, input: "", passphrase: "" });
  return printed.split("\n").filter((line) => /^\S+ [A-Za-z0-9+/=]+/.test(line));
}

interface Finished {
  readonly code: number | null;
  readonly printed: string;
  /** The last line of what it complained of. */
  readonly said: string;
}

function runSshAdd(
  args: readonly string[],
  { env, input, passphrase }: { env: NodeJS.ProcessEnv; input: string; passphrase: string },
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn("ssh-add", args, {
      ...{ cwd: "/", env, timeout: addTimeoutMs, killSignal: "SIGKILL" },
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    const texts = { printed: "", said: "" };
    const keep = (name: keyof typeof texts) => (chunk: Buffer) => {
      texts[name] = (texts[name] + chunk.toString("utf8")).slice(-20_000);
    };
    const [stdin, stdout, stderr, answers] = child.stdio;
    stdout?.on("data", keep("printed"));
    stderr?.on("data", keep("said"));
    child.on("error", (cause) => resolve({ code: null, printed: "", said: cause.message }));
    child.on("close", (code) =>
      resolve({ ...texts, code, said: texts.said.trim().split("\n").at(-1)?.slice(0, 200) ?? "" }),
    );
    for (const [pipe, text] of [
      [stdin, input],
      [answers, `${passphrase}\n`],
    ] as const) {
      if (!(pipe && "end" in pipe)) continue;
      // A child that ends before it has read everything reports through its exit code.
      pipe.on("error", () => undefined);
      pipe.end(text);
    }
  });
}
