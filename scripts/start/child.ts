import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { ServicesMessage } from "#server/config.ts";
import { backoffDelayMs } from "#server/lib/backoff.ts";
import { readOutputLine } from "./console-lines.ts";
import { ProcessLog } from "./process-log.ts";

/** A process to keep running. */
export interface ChildSpec {
  name: string;
  /** Arguments for this very Node. */
  args: string[];
  /** Workers drain before the web process goes, so that people can watch the rest. */
  role: "web" | "worker";
  /** Loads while the services start, and waits to be told where they are (`server/config.ts`). */
  startsFirst?: boolean;
}

interface ChildDeps {
  spec: ChildSpec;
  root: string;
  logDir: string;
  /** Read at every start, so that a restart sees new addresses. */
  environment: () => NodeJS.ProcessEnv;
  log: (line: string) => void;
  /** Called whenever it has a new process id. */
  onStarted: () => void;
}

const RESTART = { baseMs: 250, maxMs: 10_000, jitter: 0.2 };
/** After this long without a crash the next one is treated as the first. */
const STEADY_AFTER_MS = 30_000;

/**
 * Keeps one process running: starts it again with growing pauses until `retire` is called.
 * It is handed an IPC channel whose end tells it that its supervisor is gone.
 */
export class SupervisedChild {
  readonly spec: ChildSpec;
  /** Names of the runs it last said it has in hand. */
  running: string[] = [];
  readonly #deps: ChildDeps;
  readonly #log: ProcessLog;
  #process: ChildProcess | null = null;
  #isRetired = false;
  #crashes = 0;
  #restartTimer: NodeJS.Timeout | null = null;

  constructor(deps: ChildDeps) {
    this.spec = deps.spec;
    this.#deps = deps;
    this.#log = new ProcessLog(path.join(deps.logDir, `${deps.spec.name}.log`));
  }

  /** Null while it is between two lives. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  start(): void {
    const { root, environment, spec } = this.#deps;
    const startedAt = performance.now();
    // Its own process group: Ctrl-C in the terminal is for the supervisor, which passes on what it means.
    const child = spawn(process.execPath, spec.args, {
      cwd: root,
      env: environment(),
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#process = child;
    this.#deps.onStarted();
    this.#follow(child.stdout, "stdout");
    this.#follow(child.stderr, "stderr");
    child.on("message", (message) => this.#receive(message));
    child.on("error", (error) => this.#deps.log(`${spec.name}: ${error.message}`));
    // "close" comes once, after its last words were read; "exit" would lose them.
    child.once("close", (code, signal) => {
      this.#ended(signal ?? `exit ${code}`, performance.now() - startedAt);
    });
  }

  /** Tells it what it waits for. One that has just ended is started again with all that. */
  tell(message: ServicesMessage): void {
    this.#process?.send(message, () => undefined);
  }

  /** Returns false when there is nothing to signal. */
  signal(signal: NodeJS.Signals): boolean {
    return this.#process?.kill(signal) ?? false;
  }

  /** From now on it is not started again. */
  retire(): void {
    this.#isRetired = true;
    if (this.#restartTimer) clearTimeout(this.#restartTimer);
    if (!this.#process) this.#log.close();
  }

  /** Resolves when it has ended; call `retire` first or it comes back. */
  async ended(): Promise<void> {
    if (this.#process) await once(this.#process, "close");
  }

  #ended(how: string, livedMs: number): void {
    const { spec, log } = this.#deps;
    this.#process = null;
    this.running = [];
    if (this.#isRetired) {
      this.#log.close();
      return;
    }
    this.#crashes = livedMs > STEADY_AFTER_MS ? 1 : this.#crashes + 1;
    const pauseMs = backoffDelayMs(RESTART, this.#crashes, Math.random());
    const where = this.#crashes > 1 ? `; see ${this.#log.file}` : "";
    log(
      `${spec.name} ended (${how}); starting it again in ${(pauseMs / 1000).toFixed(1)} s${where}`,
    );
    this.#restartTimer = setTimeout(() => this.start(), pauseMs);
  }

  #follow(stream: Readable | null, kind: "stdout" | "stderr"): void {
    if (!stream) return;
    createInterface({ input: stream }).on("line", (line) => {
      this.#log.write(line);
      const { isForConsole, text } = readOutputLine(kind, line);
      // A process that dies in the same way again and again has said so once.
      const isRepetition = kind === "stderr" && this.#crashes > 1;
      if (isForConsole && !isRepetition) this.#deps.log(`${this.spec.name}: ${text}`);
    });
  }

  #receive(message: unknown): void {
    if (typeof message !== "object" || message === null) return;
    if (!("type" in message) || message.type !== "running") return;
    if ("names" in message && Array.isArray(message.names))
      this.running = message.names.map(String);
  }
}
