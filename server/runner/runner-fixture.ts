import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { AnsibleCommand, RunEvent, RunSpec } from "#server/contracts/runner.ts";
import { findFamily, signalProcess } from "#server/platform/process.ts";
import { readRunEvents } from "./event-lines.ts";
import { interruptRun } from "./interrupt-run.ts";
import { decideOutcome } from "./outcome.ts";
import { prepareRun } from "./prepare-run.ts";
import { createRedactor, type Redactor } from "./redactor.ts";
import { type MeterOptions, RunMeter } from "./run-meter.ts";
import { probeRun, spawnRun } from "./run-process.ts";
import { readRedactions } from "./run-secrets.ts";
import { type AgentScope, startRunAgent } from "./run-ssh-agent.ts";
import type { SandboxSupport } from "./sandbox.ts";
import { type TailBatch, tailRun, tailStart } from "./tail-run.ts";

/** The plugin folder of this repository. */
export const callbackDir = fileURLToPath(
  new URL("../../ansible/callback_plugins", import.meta.url),
);

const noSecrets = createRedactor([]);

/** What a run is started with besides its spec. */
interface Surroundings {
  readonly agent?: AgentScope;
  /** What the machine is said to offer; measured if absent. */
  readonly sandbox?: SandboxSupport;
  readonly meter?: MeterOptions;
}

/** A place for trees and runs that takes everything with it when it is closed. */
export class RunnerFixture {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "chiffon-runner-")));
  readonly runsDir: string;
  readonly tree = join(this.root, "data", "tree");
  private readonly runDirs: string[] = [];

  /** @param below further directories above those of the runs */
  constructor(below = "") {
    this.runsDir = join(this.root, "data", below, "runs");
    this.write("hosts.ini", "localhost ansible_connection=local\n");
  }

  /** Writes a file of the tree and returns its absolute path. */
  write(path: string, text: string): string {
    const full = join(this.tree, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  ansible(command: Partial<AnsibleCommand>, spec: Partial<RunSpec> = {}): RunSpec {
    const defaults: AnsibleCommand = {
      kind: "ansible",
      treePath: this.tree,
      inventoryPath: "hosts.ini",
      limit: ["localhost"],
      tags: [],
      extraVars: {},
      check: false,
      diff: false,
      forks: 5,
    };
    return { ...this.base(), profile: "local", ...spec, command: { ...defaults, ...command } };
  }

  shell(script: string, spec: Partial<RunSpec> = {}): RunSpec {
    const command = { kind: "command" as const, argv: ["/bin/sh", "-c", script] };
    return { ...this.base(), ...spec, command };
  }

  private base(): Omit<RunSpec, "command"> {
    return {
      runId: randomUUID(),
      nonce: randomUUID(),
      profile: "unconfined",
      writableDirs: [],
      hiddenDirs: [],
      files: [],
      timeoutSeconds: 60,
    };
  }

  async prepare(spec: RunSpec, { agent, sandbox }: Surroundings = {}): Promise<string> {
    const measured = sandbox === undefined ? {} : { sandbox };
    const prepared = await prepareRun(spec, { runsDir: this.runsDir, callbackDir, ...measured });
    if (!prepared.ok) throw new Error(`changed: ${prepared.paths.join(", ")}`);
    this.runDirs.push(prepared.runDir);
    if (agent !== undefined) await startRunAgent(prepared.runDir, agent);
    return prepared.runDir;
  }

  async start(spec: RunSpec, surroundings: Surroundings = {}): Promise<string> {
    const runDir = await this.prepare(spec, surroundings);
    await spawnRun(runDir);
    return runDir;
  }

  /** Runs to the end and returns all there is to know. */
  async complete(
    spec: RunSpec,
    { redact: given, ...surroundings }: Surroundings & { redact?: Redactor } = {},
  ) {
    const runDir = await this.start(spec, surroundings);
    const redact = given ?? createRedactor(readRedactions(runDir));
    const meter = new RunMeter(runDir, surroundings.meter);
    const { end, lines, events } = await follow(runDir, redact);
    const outcome = decideOutcome({
      kind: spec.command.kind,
      events: readRunEvents(runDir, redact).events,
      exit: end.exit,
      timedOut: false,
      cancelled: false,
      idempotent: false,
      expectedHosts: spec.command.kind === "ansible" ? spec.command.limit : [],
      lastLines: lines.slice(-40),
      lines: lines.length,
      cutLines: end.cutLines,
      usage: meter.stop(),
    });
    return { runDir, end, lines, events, outcome, text: lines.join("\n") };
  }

  async close(): Promise<void> {
    const running = this.runDirs.filter((runDir) => probeRun(runDir).state === "running");
    await Promise.all(running.map((runDir) => interruptRun(runDir, { graceMs: 0 })));
    // Daemons that outlived their runs on purpose.
    for (const pid of findFamily([`${this.runsDir}/`])) signalProcess(pid, "SIGKILL");
    for (const runDir of this.runDirs)
      rmSync(`/tmp/.chiffon-${basename(runDir)}`, { recursive: true, force: true });
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Follows a run from its beginning to its end. */
export async function follow(runDir: string, redact: Redactor = noSecrets, signal?: AbortSignal) {
  const lines: string[] = [];
  const events: RunEvent[] = [];
  const onBatch = (batch: TailBatch) => {
    lines.push(...batch.lines.map(({ text }) => text));
    events.push(...batch.events);
  };
  const stop = signal ? { signal } : {};
  const end = await tailRun(runDir, { from: tailStart, redact, onBatch, ...stop });
  return { end, lines, events };
}

/** Waits for a condition, at most two minutes unless told otherwise. */
export async function until<T>(
  look: () => T | null | false | undefined,
  limitMs = 120_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error("The condition was never met.");
    await delay(20);
  }
}
