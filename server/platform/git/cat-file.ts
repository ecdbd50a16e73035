import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { GitCall } from "./git-environment.ts";

/** One object as `git cat-file` answers it. `content` is empty for a `--batch-check`. */
export interface GitObject {
  readonly objectId: string;
  readonly type: string;
  readonly size: number;
  readonly content: Buffer;
}

interface Pending {
  readonly resolve: (object: GitObject | null) => void;
  readonly reject: (error: Error) => void;
}

const silenceLimitMs = 15_000;

/**
 * One standing `git cat-file` process: asks are answered in order, without the 3–5 ms a process start costs.
 * It reads refs afresh for each ask, so a branch that moved is seen. A child that died, or said nothing for 15 s while
 * it owed an answer, is replaced on the next ask.
 */
export class CatFile {
  readonly #call: GitCall;
  readonly #mode: "--batch" | "--batch-check";
  #child: ChildProcessWithoutNullStreams | null = null;
  #pending: Pending[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  #heardAt = 0;
  #watch: NodeJS.Timeout | null = null;

  constructor(call: GitCall, mode: "--batch" | "--batch-check") {
    this.#call = call;
    this.#mode = mode;
  }

  /**
   * Asks for one object by id or expression.
   *
   * @returns null when git has no such object
   * @throws Error when the expression holds a line break or the process died
   */
  ask(expression: string): Promise<GitObject | null> {
    if (/[\n\0]/.test(expression)) {
      return Promise.reject(new Error("a name holds a line break"));
    }
    return new Promise((resolve, reject) => {
      const child = this.#start();
      if (this.#pending.length === 0) {
        holdProcess(child, true);
        this.#heardAt = performance.now();
      }
      this.#pending.push({ resolve, reject });
      child.stdin.write(`${expression}\n`);
    });
  }

  /** Ends the process; later asks start a new one. */
  close(): void {
    const child = this.#child;
    this.#abandon("closed");
    child?.kill("SIGKILL");
  }

  /** Lets the process answer what it was asked, then end; later asks start a new one. */
  finish(): void {
    this.#child?.stdin.end();
    if (this.#pending.length === 0) this.close();
  }

  #start(): ChildProcessWithoutNullStreams {
    if (this.#child !== null) return this.#child;
    const child = spawn("git", [...this.#call.args, "cat-file", this.#mode], {
      env: this.#call.env,
      cwd: "/",
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    child.stdout.on("data", (chunk: Buffer) => {
      if (this.#child === child) this.#take(chunk);
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-500);
    });
    child.stdin.on("error", () => undefined);
    const fail = (why: string): void => {
      if (this.#child === child) this.#abandon(why);
    };
    child.on("error", (cause) => fail(cause.message));
    child.on("close", () => fail(said.trim() || "git cat-file ended"));
    holdProcess(child, false);
    this.#watch = setInterval(() => this.#checkSilence(), 1_000).unref();
    return child;
  }

  #checkSilence(): void {
    if (this.#pending.length > 0 && performance.now() - this.#heardAt > silenceLimitMs)
      this.close();
  }

  #abandon(why: string): void {
    const waiting = this.#pending;
    this.#child = null;
    this.#pending = [];
    this.#chunks = [];
    this.#buffered = 0;
    if (this.#watch !== null) clearInterval(this.#watch);
    for (const ask of waiting) ask.reject(new Error(why));
  }

  #take(chunk: Buffer): void {
    this.#heardAt = performance.now();
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
    const head = this.#join(8192);
    const lineEnd = head.indexOf(10);
    if (lineEnd < 0) return undefined;
    const found = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(head.toString("utf8", 0, lineEnd));
    if (found === null) {
      this.#drop(lineEnd + 1);
      return null;
    }
    const [, objectId = "", type = "", sizeText] = found;
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
