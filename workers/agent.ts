import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { cpus, hostname } from "node:os";
import path from "node:path";
import type { Config } from "#server/config.ts";
import type { AgentSettings } from "#server/contracts/agent-settings.ts";
import { idSchema } from "#server/contracts/common.ts";
import type { WorkType } from "#server/contracts/task.ts";
import type { HeldRun } from "#server/execution/run-service.ts";
import type { Logger } from "#server/platform/logger.ts";
import {
  clearTemporary,
  findRemembered,
  findUncleared,
  forgetInput,
  removeAbandonedDrafts,
} from "#server/runner/clean-run.ts";
import { interruptRun } from "#server/runner/interrupt-run.ts";
import { ShimStarter } from "#server/runner/shim-starter.ts";
import { readAgentSettings } from "./agent-settings.ts";
import { findTools, Machine } from "./machine.ts";
import { Pace } from "./pace.ts";
import { RunWorker, type RunWorkerDeps } from "./run-worker.ts";
import type { TaskReporter } from "./task-reporter.ts";

const cleanupMs = 5_000;
/** After the start, for asking every program its version takes both cores of a small machine for a second. */
const lookAgainMs = 5_000;

/** What an agent process needs of its machine. */
export interface AgentSurroundings
  extends Omit<RunWorkerDeps, "reporter" | "testWorkTypes" | "agentId" | "shims"> {
  readonly config: Pick<
    Config,
    | "agentSettings"
    | "searchPath"
    | "workerConcurrency"
    | "heartbeatSeconds"
    | "agentName"
    | "agentOfflineSeconds"
    | "overloadFactor"
    | "testWorkTypes"
  >;
  readonly version: string;
  /** The command that prints what the machine has beside processors, where it does not lie beside this code. */
  readonly probe?: readonly string[];
  readonly log: Logger;
}

/** The agent process of a machine: takes what it is given, runs it, keeps its leases, picks up what a former self left. */
export class AgentWorker {
  private readonly own: AgentSurroundings;
  private readonly reporter: TaskReporter;
  private readonly machine: Machine;
  private readonly shims = new ShimStarter();
  private isReady = false;
  /** Empty until Chiffon has said it; no work comes before that. */
  private agentId = "";
  private readonly workers = new Map<string, RunWorker>();
  private timers: NodeJS.Timeout[] = [];
  /** Directories of runs that are over, whose temporary files are to be removed. */
  private readonly pendingCleanup = new Set<string>();
  private draining = false;
  private readonly leases: Pace;

  constructor(own: AgentSurroundings, reporter: TaskReporter) {
    this.own = own;
    this.reporter = reporter;
    this.machine = new Machine({ ...own.config, ...(own.probe && { probe: own.probe }) });
    this.leases = new Pace(reporter.leaseRhythm, () => this.tick());
  }

  /** Enrols, adopts what is still open, then takes work. */
  async start(): Promise<void> {
    const { config, log, paths, version } = this.own;
    // Runs against this machine may write here and nowhere else; a sandbox can only open what exists.
    await mkdir(paths.apps, { recursive: true, mode: 0o755 });
    const settings = await readAgentSettings(config.agentSettings);
    // Asking Ansible for its version takes seconds; what the last start found is true until it is looked at again.
    const remembered = await this.reporter.rememberedTools();
    const [tools, metrics] = await Promise.all([
      remembered ?? findTools(config.searchPath),
      remembered === null ? this.machine.measure() : this.machine.measureWith(),
    ]);
    const slots = settings.slots ?? config.workerConcurrency;
    const heartbeatSeconds = settings.heartbeat_seconds ?? config.heartbeatSeconds;
    const { agentId } = await this.reporter.register({
      name: settings.name ?? settings.id ?? config.agentName ?? hostname(),
      agentType: settings.type ?? "infra",
      workTypes: this.workTypes(settings),
      domains: settings.domains ?? [],
      tags: settings.tags,
      reaches: settings.reaches,
      offlineAfterSeconds: offlineAfter(settings, config.agentOfflineSeconds),
      ...{ slots, version, tools, metrics },
    });
    this.agentId = agentId;
    this.isReady = true;
    this.takeWork(slots);
    this.timers = [
      setInterval(() => void this.cleanUp(), cleanupMs),
      setInterval(() => void this.beat(), heartbeatSeconds * 1000),
    ];
    for (const runDir of findUncleared(paths.runs)) this.pendingCleanup.add(runDir);
    await this.leases.start();
    await this.forgetFinished();
    log.info({ agentId, slots, cores: cpus().length }, "agent is ready");
    if (remembered !== null) this.timers.push(setTimeout(() => void this.lookAgain(), lookAgainMs));
  }

  private takeWork(slots: number): void {
    this.reporter.takeWork(
      {
        begin: (run) => this.track(run, (worker) => worker.start()),
        resume: (run) => this.track(run, (worker) => worker.resume()),
        cancel: (taskId) => this.cancel(taskId),
      },
      slots,
      () => this.held(),
    );
  }

  private held(): HeldRun[] {
    return [...this.workers.values()].map((worker) => worker.run);
  }

  /** Brings what was remembered up to date. */
  private async lookAgain(): Promise<void> {
    const { config, log } = this.own;
    try {
      await this.reporter.noteTools(await findTools(config.searchPath));
    } catch (error) {
      log.warn({ err: error }, "the machine's tools could not be noted");
    }
    await this.beat();
  }

  /** What this agent offers to do: what it can, or less where its settings say so. A desktop only reports. */
  private workTypes({ type, work_types: chosen }: AgentSettings): WorkType[] {
    if (type === "desktop") return [];
    const all: WorkType[] = ["ansible.playbook", "ansible.preview", "files.keep", "files.restore"];
    if (this.own.config.testWorkTypes) all.push("effect.script");
    return chosen === undefined ? all : all.filter((each) => chosen.includes(each));
  }

  /** A former self may have died between the end of a run and forgetting what that was given. */
  private async forgetFinished(): Promise<void> {
    const { paths } = this.own;
    await removeAbandonedDrafts(paths.runs);
    const remembered = findRemembered(paths.runs).filter((id) => idSchema.safeParse(id).success);
    const open = await this.reporter.openAmong(remembered);
    for (const runId of remembered.filter((id) => !open.has(id)))
      await forgetInput(path.join(paths.runs, runId));
  }

  /** Names of what runs now, for the supervisor's goodbye. */
  running(): string[] {
    return [...this.workers.values()].map((worker) => worker.run.body.task.name);
  }

  private async cancel(taskId: string): Promise<void> {
    const held = [...this.workers.values()].filter((worker) => worker.run.taskId === taskId);
    for (const worker of held) await worker.cancel();
    if (held.length === 0) await this.endGivenUp(taskId);
  }

  /** Ends what is left of runs that somebody gave up while this machine was away: nobody would follow it any more. */
  private async endGivenUp(taskId: string): Promise<void> {
    for (const runId of await this.reporter.givenUp(taskId)) {
      const runDir = path.join(this.own.paths.runs, runId);
      if (existsSync(runDir)) await interruptRun(runDir);
    }
  }

  /** Starts the work on a run without waiting for it: jobs are nudges, the run's life is in Postgres. */
  private track(run: HeldRun, begin: (worker: RunWorker) => Promise<void>): void {
    if (this.workers.has(run.runId)) return;
    const worker = new RunWorker(this.workerDeps(), run);
    this.workers.set(run.runId, worker);
    this.leases.wake();
    void begin(worker)
      .catch((error: unknown) =>
        this.own.log.error({ err: error, runId: run.runId }, "run worker failed"),
      )
      .finally(() => {
        this.workers.delete(run.runId);
        this.pendingCleanup.add(worker.runDir);
        this.tellSupervisor();
      });
    this.tellSupervisor();
  }

  private workerDeps(): RunWorkerDeps {
    const { own, reporter, agentId, shims } = this;
    return { ...own, agentId, reporter, shims, testWorkTypes: own.config.testWorkTypes };
  }

  /** Renews leases, stops what was lost or cancelled, adopts what nobody holds. Says whether it holds anything. */
  private async tick(): Promise<boolean> {
    if (!this.isReady) return false;
    try {
      const { lost, cancel, givenUp } = await this.reporter.renew(this.held());
      for (const run of lost) this.workers.get(run.runId)?.detach();
      for (const run of [...cancel, ...givenUp]) void this.workers.get(run.runId)?.cancel();
      if (!this.draining) await this.adopt();
    } catch (error) {
      this.own.log.warn({ err: error }, "lease renewal failed");
      return true;
    }
    return this.workers.size > 0;
  }

  private async adopt(): Promise<void> {
    for (const run of await this.reporter.adopt(new Set(this.workers.keys())))
      this.track(run, (worker) => worker.resume());
  }

  private async beat(): Promise<void> {
    try {
      await this.reporter.heartbeat(await this.machine.measure(), this.workers.size);
    } catch (error) {
      this.own.log.warn({ err: error }, "heartbeat failed");
    }
  }

  private async cleanUp(): Promise<void> {
    const over = [...this.pendingCleanup];
    this.pendingCleanup.clear();
    if (over.length === 0) return;
    await clearTemporary(over).catch((error: unknown) =>
      this.own.log.warn({ err: error }, "temporary files of runs could not be removed"),
    );
  }

  private tellSupervisor(): void {
    if (process.connected) process.send?.({ type: "running", names: this.running() });
  }

  /** Takes no new work and waits for what runs. */
  async drain(): Promise<void> {
    this.draining = true;
    await this.reporter.stopTaking();
    while (this.workers.size > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    this.stop();
    await this.cleanUp();
    this.reporter.close();
  }

  /** Interrupts what runs and waits until that is recorded. */
  async interrupt(): Promise<void> {
    this.draining = true;
    await Promise.allSettled([...this.workers.values()].map((worker) => worker.cancel()));
    await this.drain();
  }

  /** Leaves detached runs alone: the next agent adopts them. */
  detach(): void {
    this.draining = true;
    this.stop();
    for (const worker of this.workers.values()) worker.detach();
    this.reporter.close();
  }

  private stop(): void {
    this.leases.stop();
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
    this.shims.close();
  }
}

/** Silence that makes it offline; undefined: as the installation says. Reporting more rarely needs more patience. */
function offlineAfter(settings: AgentSettings, installationSeconds: number): number | undefined {
  const { heartbeat_seconds: beat, offline_after_seconds: own } = settings;
  if (own !== undefined || beat === undefined) return own;
  return 3 * beat > installationSeconds ? 3 * beat : undefined;
}
