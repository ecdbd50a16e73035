import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { homedir } from "node:os";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";

const programPath =
  "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin:/run/current-system/sw/bin";

/** Largest answer of a one-shot git command in bytes. */
const maxOutputBytes = 256 * 1024 * 1024;

/**
 * The environment of every git child: nothing inherited, no prompt, no system or user configuration, no object
 * replacement, and only the transports Chiffon allows.
 */
export function gitEnvironment(
  options: { sshCommand?: string; allowFile?: boolean; ceiling?: string } = {},
): NodeJS.ProcessEnv {
  return {
    // Next's types want it in every environment; git does not read it.
    NODE_ENV: "production",
    PATH: programPath,
    HOME: homedir(),
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "/bin/false",
    SSH_ASKPASS: "/bin/false",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    // No search upwards: the repository is the folder that was named, nothing around it.
    ...(options.ceiling === undefined ? {} : { GIT_CEILING_DIRECTORIES: options.ceiling }),
    GIT_ALLOW_PROTOCOL: options.allowFile === true ? "https:ssh:file" : "https:ssh",
    ...(options.sshCommand === undefined ? {} : { GIT_SSH_COMMAND: options.sshCommand }),
  };
}

/** Options that switch off everything a repository's own configuration could make git execute. */
export function gitGuards(directory: string): string[] {
  return [
    "-c",
    `safe.directory=${directory}`,
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "core.pager=cat",
    "-c",
    "diff.external=",
    "-C",
    directory,
  ];
}

/**
 * Runs one git command to its end and returns what it printed.
 *
 * @throws repository_unreadable with git's own first line when it fails or takes longer than `timeoutMs`
 */
export async function runGit(
  directory: string,
  args: readonly string[],
  options: { timeoutMs?: number; sshCommand?: string; allowFile?: boolean } = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    execFile(
      "git",
      [...gitGuards(directory), ...args],
      {
        env: gitEnvironment({ ...options, ceiling: path.dirname(directory) }),
        encoding: "buffer",
        maxBuffer: maxOutputBytes,
        timeout: options.timeoutMs ?? 30_000,
        killSignal: "SIGKILL",
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(unreadable(firstLine(stderr.toString("utf8")) || error.message, error));
      },
    ).stdin?.end();
  });
}

function unreadable(message: string, cause: unknown): AppError {
  return new AppError("repository_unreadable", { message: `Git says: ${message}`, cause });
}

function firstLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const telling = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.find(Boolean) ?? "";
  return telling.replace(/^(fatal|error):\s*/, "").slice(0, 300);
}

/** One object as `git cat-file --batch` answers it. `content` is empty for a `--batch-check`. */
export interface GitObject {
  readonly objectId: string;
  readonly type: string;
  readonly size: number;
  readonly content: Buffer;
}

interface Pending {
  readonly resolve: (object: GitObject | null) => void;
  readonly reject: (error: Error) => void;
  readonly deadline: number;
}

const answerTimeoutMs = 15_000;

/**
 * One standing `git cat-file` process: asks are answered in order, without the 3–5 ms a process start costs.
 * It reads refs afresh for each ask, so a branch that moved is seen. A dead or stuck child is replaced on the next ask.
 */
export class CatFile {
  readonly #directory: string;
  readonly #mode: "--batch" | "--batch-check";
  #child: ChildProcessWithoutNullStreams | null = null;
  #pending: Pending[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  #watch: NodeJS.Timeout | null = null;

  constructor(directory: string, mode: "--batch" | "--batch-check") {
    this.#directory = directory;
    this.#mode = mode;
  }

  /**
   * Asks for one object by id or expression.
   *
   * @returns null when git has no such object
   * @throws repository_unreadable when the expression holds a line break or the process died
   */
  ask(expression: string): Promise<GitObject | null> {
    if (/[\n\0]/.test(expression)) {
      return Promise.reject(unreadable("a name holds a line break", undefined));
    }
    return new Promise((resolve, reject) => {
      const child = this.#start();
      if (this.#pending.length === 0) holdProcess(child, true);
      this.#pending.push({ resolve, reject, deadline: Date.now() + answerTimeoutMs });
      child.stdin.write(`${expression}\n`);
    });
  }

  /** Ends the process; later asks start a new one. */
  close(): void {
    const child = this.#child;
    this.#abandon(new Error("closed"));
    child?.kill("SIGKILL");
  }

  #start(): ChildProcessWithoutNullStreams {
    if (this.#child !== null) return this.#child;
    const child = spawn("git", [...gitGuards(this.#directory), "cat-file", this.#mode], {
      env: gitEnvironment({ ceiling: path.dirname(this.#directory) }),
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    child.stdout.on("data", (chunk: Buffer) => {
      if (this.#child === child) this.#take(chunk);
    });
    child.stderr.resume();
    child.stdin.on("error", () => undefined);
    const gone = (error: Error): void => {
      if (this.#child === child) this.#abandon(error);
    };
    child.on("error", gone);
    child.on("exit", () => gone(new Error("git cat-file ended")));
    holdProcess(child, false);
    this.#watch = setInterval(() => this.#checkDeadline(), 1_000).unref();
    return child;
  }

  #checkDeadline(): void {
    const first = this.#pending[0];
    if (first !== undefined && first.deadline < Date.now()) this.close();
  }

  #abandon(cause: Error): void {
    const waiting = this.#pending;
    this.#child = null;
    this.#pending = [];
    this.#chunks = [];
    this.#buffered = 0;
    if (this.#watch !== null) clearInterval(this.#watch);
    for (const ask of waiting) ask.reject(unreadable("the repository stopped answering", cause));
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    for (;;) {
      const answer = this.#next();
      if (answer === undefined) break;
      this.#pending.shift()?.resolve(answer);
    }
    if (this.#pending.length === 0 && this.#child !== null) holdProcess(this.#child, false);
  }

  /** The next whole answer in the buffer, or undefined while it is not complete. */
  #next(): GitObject | null | undefined {
    const head = this.#join(4096);
    const lineEnd = head.indexOf(10);
    if (lineEnd < 0) return undefined;
    const [objectId = "", type = "", sizeText] = head.toString("utf8", 0, lineEnd).split(" ");
    if (sizeText === undefined) {
      this.#drop(lineEnd + 1);
      return null;
    }
    const size = Number(sizeText);
    if (this.#mode === "--batch-check") {
      this.#drop(lineEnd + 1);
      return { objectId, type, size, content: Buffer.alloc(0) };
    }
    const end = lineEnd + 1 + size + 1;
    if (this.#buffered < end) return undefined;
    const content = Buffer.from(this.#join(end).subarray(lineEnd + 1, end - 1));
    this.#drop(end);
    return { objectId, type, size, content };
  }

  /** Makes the first chunk hold at least `length` bytes where that many are buffered. */
  #join(length: number): Buffer {
    const first = this.#chunks[0] ?? Buffer.alloc(0);
    if (this.#chunks.length < 2 || first.length >= length) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  #drop(length: number): void {
    const rest = this.#join(length).subarray(length);
    this.#chunks.shift();
    if (rest.length > 0) this.#chunks.unshift(rest);
    this.#buffered -= length;
  }
}

/** An idle child must not hold the process open; one that owes an answer must. */
function holdProcess(child: ChildProcessWithoutNullStreams, hold: boolean): void {
  for (const part of [child, child.stdin, child.stdout, child.stderr]) {
    const method: unknown = Reflect.get(part, hold ? "ref" : "unref");
    if (typeof method === "function") method.call(part);
  }
}
