import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import {
  bootId,
  isAlive,
  listPids,
  type ProcessIdentity,
  readProcess,
  signalProcess,
} from "#server/platform/process.ts";
import { endedWithoutRecord, findLiveRuns, type LiveRun, labelOfRun } from "./evidence.ts";
import type { Fault } from "./fault-schedule.ts";
import type { Installation } from "./installation.ts";
import { drawn } from "./random.ts";

/** A fault that hit a living process. */
export interface LandedFault {
  readonly fault: Fault;
  readonly atMs: number;
  /** Whether a run was active at that moment. */
  readonly whileActive: boolean;
  /** For a killed shim that had begun its run and left no exit record: the label of the task. */
  readonly orphanedLabel: string | null;
  /** For the log. */
  readonly what: string;
}

const gitWaitMs = 2_000;
const lookAgainMs = 4;

/** Hits processes of one installation, and lets those that it froze go on. */
export class FaultInjector {
  readonly #installation: Installation;
  readonly #startedAt = performance.now();
  readonly #frozen = new Map<NodeJS.Timeout, readonly ProcessIdentity[]>();

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  /** Lands a fault now. Null when there is nothing of its kind to hit at this moment. */
  async land(fault: Fault): Promise<LandedFault | null> {
    if (fault.kind === "runner") return this.#hitRunner(fault);
    const targets = fault.kind === "git" ? await this.#findGit() : this.#findSupervised(fault);
    if (targets.length === 0) return null;
    const whileActive = this.liveRuns().length > 0;
    const hit = this.#apply(fault, targets);
    return hit ? this.#landed(fault, whileActive, null, fault.kind) : null;
  }

  liveRuns(): LiveRun[] {
    return findLiveRuns(this.#installation.runsDir);
  }

  /** Lets everything frozen go on, now. */
  thaw(): void {
    for (const [timer, processes] of this.#frozen) {
      clearTimeout(timer);
      resume(processes);
    }
    this.#frozen.clear();
  }

  async #hitRunner(fault: Fault): Promise<LandedFault | null> {
    const live = this.liveRuns();
    const run = drawn(live, () => fault.draw);
    const shim = run === undefined ? null : identify(run.shimPid);
    if (run === undefined || shim === null) return null;
    const label = labelOfRun(run.runDir);
    if (!this.#apply(fault, [shim])) return null;
    if (fault.action === "freeze") return this.#landed(fault, true, null, `runner of ${label}`);
    // Only a dead shim's directory is final.
    while (isAlive(shim)) await delay(lookAgainMs);
    const orphaned = endedWithoutRecord(run.runDir);
    return this.#landed(fault, true, orphaned ? label : null, `runner of ${label}`);
  }

  /** Postgres: mostly its main process, now and then one of its backends; frozen always as a whole. */
  #findSupervised({ kind, action, draw }: Fault): ProcessIdentity[] {
    const pid = this.#installation.chiffon.pids()[kind];
    const main = pid === null || pid === undefined ? null : identify(pid);
    if (main === null) return [];
    if (kind !== "postgres") return [main];
    const backends = childrenOf(main.pid);
    if (action === "freeze") return [main, ...backends];
    const one = draw < 0.3 ? drawn(backends, () => draw / 0.3) : undefined;
    return [one ?? main];
  }

  /** The sealer's git: one that writes a batch if there is one within two seconds, else the one that reads for it. */
  async #findGit(): Promise<ProcessIdentity[]> {
    const deadline = performance.now() + gitWaitMs;
    const mark = `--git-dir=${this.#installation.chiffon.dataDir}/audit.git`;
    for (;;) {
      const found = listPids()
        .map((pid) => ({ pid, command: commandOf(pid) }))
        .filter(({ command }) => command.includes(mark));
      const writer = found.find(({ command }) => !command.includes("cat-file"));
      const isLate = performance.now() > deadline;
      const target = writer ?? (isLate ? found[0] : undefined);
      const identity = target === undefined ? null : identify(target.pid);
      if (identity !== null) return [identity];
      if (isLate) return [];
      await delay(lookAgainMs);
    }
  }

  #apply(fault: Fault, targets: readonly ProcessIdentity[]): boolean {
    const signal = fault.action === "kill" ? "SIGKILL" : "SIGSTOP";
    const hits = targets.filter((target) => isAlive(target) && signalProcess(target.pid, signal));
    if (hits.length === 0) return false;
    if (fault.action === "freeze") {
      const timer = setTimeout(() => {
        this.#frozen.delete(timer);
        resume(hits);
      }, fault.freezeMs);
      this.#frozen.set(timer, hits);
    }
    return true;
  }

  #landed(
    fault: Fault,
    whileActive: boolean,
    orphanedLabel: string | null,
    what: string,
  ): LandedFault {
    return {
      ...{ fault, whileActive, orphanedLabel, what },
      atMs: Math.round(performance.now() - this.#startedAt),
    };
  }
}

function resume(processes: readonly ProcessIdentity[]): void {
  for (const each of processes) if (isAlive(each)) signalProcess(each.pid, "SIGCONT");
}

function identify(pid: number): ProcessIdentity | null {
  const row = readProcess(pid);
  if (row === null || row.isZombie) return null;
  return { pid, startTime: row.startTime, bootId: bootId() };
}

function childrenOf(parent: number): ProcessIdentity[] {
  return listPids()
    .filter((pid) => readProcess(pid)?.parentPid === parent)
    .map(identify)
    .filter((found) => found !== null);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
