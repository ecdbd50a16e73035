import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { ChiffonClient } from "./chiffon-client.ts";
import { stopDaemonsBelow } from "./daemons.ts";

const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** An agent as another machine would run it: the file that Chiffon serves, in a process and a data directory of its own. */
export class LinkAgent {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), "chiffon-link-agent-"));
  readonly #program: string;
  readonly #settings: Readonly<Record<string, string>>;
  #process: ChildProcess | null = null;
  /** What it printed, line by line. */
  readonly lines: string[] = [];

  /** @param program the file that Chiffon served */
  constructor(program: string, settings: Readonly<Record<string, string>> = {}) {
    this.#program = program;
    this.#settings = settings;
  }

  /** Starts it; resolves once it takes work. @throws Error with what it printed when it ends before */
  async start(...args: string[]): Promise<void> {
    const child = spawn(process.execPath, [this.#program, "--data", this.dataDir, ...args], {
      env: {
        ...{ PATH: searchPath, NODE_ENV: "production", HOME: this.dataDir },
        ...{ HEARTBEAT_SECONDS: "1", CHIFFON_OVERLOAD_FACTOR: "1000" },
        ...this.#settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    createInterface({ input: child.stderr }).on("line", (line) => this.lines.push(line));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        this.lines.push(line);
        if (line.includes("agent is ready")) resolve();
      });
      child.on("exit", () => reject(new Error(`the agent ended:\n${this.lines.join("\n")}`)));
    });
  }

  /** Which agent it is. */
  get id(): string {
    const { agentId } = JSON.parse(
      readFileSync(path.join(this.dataDir, "identity.json"), "utf8"),
    ) as { agentId: string };
    return agentId;
  }

  get exitCode(): number | null {
    return this.#process?.exitCode ?? null;
  }

  /** Kills it without a word; what it runs lives on. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Kills it with everything that it runs, and removes its directory. */
  async close(): Promise<void> {
    await this.kill();
    stopDaemonsBelow(this.dataDir);
    if (existsSync(this.dataDir)) rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** A token for one machine, as an admin makes it. */
export async function enrolmentToken(admin: ChiffonClient): Promise<string> {
  const { token } = await admin.call<{ token: string }>("POST", "/api/v1/agents", {});
  return token;
}
