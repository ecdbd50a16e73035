import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { cpus, hostname } from "node:os";
import path from "node:path";
import type { Container } from "#server/container.ts";
import type { AgentSettings } from "#server/contracts/agent-settings.ts";
import { idSchema } from "#server/contracts/common.ts";
import type { Job } from "#server/contracts/jobs.ts";
import { isAnsibleWork, type WorkType } from "#server/contracts/task.ts";
import type { AgentIdentity, HeldRun } from "#server/execution/run-service.ts";
import { noAccess } from "#server/inventory/run-access.ts";
import { consumeJobs, type JobConsumer } from "#server/platform/job-queue.ts";
import {
  clearTemporary,
  findRemembered,
  findUncleared,
  forgetInput,
  removeAbandonedDrafts,
} from "#server/runner/clean-run.ts";
import { interruptRun } from "#server/runner/interrupt-run.ts";
import { ownIdentity } from "./agent-identity.ts";
import { readAgentSettings } from "./agent-settings.ts";
import { findTools, Machine } from "./machine.ts";
import { Pace } from "./pace.ts";
import { RunWorker, type RunWorkerDeps } from "./run-worker.ts";

/** Ten renewals within a lease; a dead agent's run is adopted at most this long after its lease has lapsed. */
const leaseRhythm = { busyMs: 500, quietMs: 5_000, quietAfterMs: 30_000 };
const cleanupMs = 5_000;

/** The agent process of this machine: claims what it is given, runs it, keeps its leases, picks up what a former self left. */
export class AgentWorker {
  private readonly container: Container;
  private readonly machine: Machine;
  private identity: AgentIdentity | null = null;
  private consumer: JobConsumer | null = null;
  private readonly workers = new Map<string, RunWorker>();
  private readonly claiming = new Set<string>();
  private timers: NodeJS.Timeout[] = [];
  /** Directories of runs that are over, whose temporary files are to be removed. */
  private readonly pendingCleanup = new Set<string>();
  private draining = false;
  private readonly leases = new Pace(leaseRhythm, () => this.tick());

  constructor(container: Container) {
    this.container = container;
    this.machine = new Machine(container.config);
  }

  /** Enrols, adopts what is still open, then takes work. */
  async start(): Promise<void> {
    const { config, services, log, paths } = this.container;
    // Runs against this machine may write here and nowhere else; a sandbox can only open what exists.
    await mkdir(paths.apps, { recursive: true, mode: 0o755 });
    const settings = await readAgentSettings(config.agentSettings);
    const identity = await ownIdentity(paths.agentIdentity);
    // Asking Ansible for its version takes seconds; what the last start found is true until it is looked at again.
    const remembered = await services.agents.toolsOf(identity);
    const [tools, metrics] = await Promise.all([
      remembered ?? findTools(config.searchPath),
      remembered === null ? this.machine.measure() : this.machine.measureWith(),
    ]);
    const slots = settings.slots ?? config.workerConcurrency;
    const heartbeatSeconds = settings.heartbeat_seconds ?? config.heartbeatSeconds;
    const agent = await services.agents.register({
      identity,
      name: settings.name ?? settings.id ?? config.agentName ?? hostname(),
      agentType: settings.type ?? "infra",
      workTypes: this.workTypes(settings),
      domains: settings.domains ?? [],
      tags: settings.tags,
      reaches: settings.reaches,
      offlineAfterSeconds: offlineAfter(settings, config.agentOfflineSeconds),
      slots,
      version: this.container.version,
      ...{ tools, metrics },
    });
    this.identity = { agentId: agent.id, name: agent.name };
    this.consumer = consumeJobs({
      redisUrl: config.redisUrl,
      queue: `agent-${agent.id}`,
      concurrency: Math.max(4, slots),
      handle: (job) => this.handle(job),
      log,
    });
    this.timers = [
      setInterval(() => void this.cleanUp(), cleanupMs),
      setInterval(() => void this.beat(), heartbeatSeconds * 1000),
    ];
    for (const runDir of findUncleared(paths.runs)) this.pendingCleanup.add(runDir);
    await this.leases.start();
    await this.forgetFinished();
    log.info({ agentId: agent.id, slots, cores: cpus().length }, "agent is ready");
    if (remembered !== null) void this.lookAgain(agent.id);
  }

  /** Brings what was remembered up to date. */
  private async lookAgain(agentId: string): Promise<void> {
    const { config, services, log } = this.container;
    try {
      await services.agents.noteTools(agentId, await findTools(config.searchPath));
    } catch (error) {
      log.warn({ err: error }, "the machine's tools could not be noted");
    }
    await this.beat();
  }

  /** What this agent offers to do: what it can, or less where its settings say so. A desktop only reports. */
  private workTypes({ type, work_types: chosen }: AgentSettings): WorkType[] {
    if (type === "desktop") return [];
    const all: WorkType[] = ["ansible.playbook", "ansible.preview", "files.keep", "files.restore"];
    if (this.container.config.testWorkTypes) all.push("effect.script");
    return chosen === undefined ? all : all.filter((each) => chosen.includes(each));
  }

  /** A former self may have died between the end of a run and forgetting what that was given. */
  private async forgetFinished(): Promise<void> {
    const { services, paths } = this.container;
    await removeAbandonedDrafts(paths.runs);
    const remembered = findRemembered(paths.runs).filter((id) => idSchema.safeParse(id).success);
    const open = await services.runs.openAmong(remembered);
    for (const runId of remembered.filter((id) => !open.has(id)))
      await forgetInput(path.join(paths.runs, runId));
  }

  /** Names of what runs now, for the supervisor's goodbye. */
  running(): string[] {
    return [...this.workers.values()].map((worker) => worker.run.body.task.name);
  }

  private async handle(job: Job): Promise<void> {
    if (job.name === "task.start") await this.claim(job.taskId);
    else if (job.name === "task.cancel") await this.cancel(job.taskId);
  }

  /** Claims what the orchestrator of this process has just placed, if it is for this agent. */
  async startPlaced(agentId: string, taskId: string): Promise<void> {
    if (this.identity?.agentId !== agentId) return;
    await this.claim(taskId).catch((err: unknown) =>
      this.container.log.warn({ err, taskId }, "not claimed at once; the queue says it again"),
    );
  }

  private async claim(taskId: string): Promise<void> {
    if (this.identity === null || this.draining || this.claiming.has(taskId)) return;
    this.claiming.add(taskId);
    try {
      const run = await this.container.services.runs.claim(taskId, this.identity);
      if (run !== null) this.track(run, (worker) => worker.start());
    } finally {
      this.claiming.delete(taskId);
    }
  }

  private async cancel(taskId: string): Promise<void> {
    const held = [...this.workers.values()].filter((worker) => worker.run.taskId === taskId);
    for (const worker of held) await worker.cancel();
    if (held.length === 0) await this.endGivenUp(taskId);
  }

  /** Ends what is left of runs that somebody gave up while this machine was away: nobody would follow it any more. */
  private async endGivenUp(taskId: string): Promise<void> {
    if (this.identity === null) return;
    const { paths, services } = this.container;
    for (const runId of await services.lostRuns.givenUp(this.identity.agentId, taskId)) {
      const runDir = path.join(paths.runs, runId);
      if (existsSync(runDir)) await interruptRun(runDir);
    }
  }

  /** Starts the work on a run without waiting for it: jobs are nudges, the run's life is in Postgres. */
  private track(run: HeldRun, begin: (worker: RunWorker) => Promise<void>): void {
    if (this.identity === null) return;
    const worker = new RunWorker(this.workerDeps(), this.identity, run);
    this.workers.set(run.runId, worker);
    this.leases.wake();
    void begin(worker)
      .catch((error: unknown) =>
        this.container.log.error({ err: error, runId: run.runId }, "run worker failed"),
      )
      .finally(() => {
        this.workers.delete(run.runId);
        this.pendingCleanup.add(worker.runDir);
        this.tellSupervisor();
      });
    this.tellSupervisor();
  }

  private workerDeps(): RunWorkerDeps {
    const { services, paths, config, callbackDir, hiddenPaths, log } = this.container;
    return {
      runs: services.runs,
      paths,
      hiddenPaths,
      callbackDir,
      accessOf: async ({ body: { repositoryId, inventorySource, task } }, keys) => {
        if (!isAnsibleWork(task.workType)) return noAccess;
        const hostsFrom = inventorySource?.repositoryId ?? repositoryId;
        // What is delegated elsewhere signs in there with the key that the plan names for it.
        const names = [...task.hosts, ...keys.flatMap(({ hosts }) => hosts)];
        return services.inventory.runAccess(hostsFrom, names, keys);
      },
      testWorkTypes: config.testWorkTypes,
      log,
    };
  }

  /** Renews leases, stops what was lost or cancelled, adopts what nobody holds. Says whether it holds anything. */
  private async tick(): Promise<boolean> {
    if (this.identity === null) return false;
    try {
      const held = [...this.workers.values()].map((worker) => worker.run);
      const { lost, cancel, givenUp } = await this.container.services.leases.renew(
        this.identity.agentId,
        held,
      );
      for (const run of lost) this.workers.get(run.runId)?.detach();
      for (const run of [...cancel, ...givenUp]) void this.workers.get(run.runId)?.cancel();
      if (!this.draining) await this.adopt(this.identity);
    } catch (error) {
      this.container.log.warn({ err: error }, "lease renewal failed");
      return true;
    }
    return this.workers.size > 0;
  }

  private async adopt(identity: AgentIdentity): Promise<void> {
    const held = new Set(this.workers.keys());
    for (const run of await this.container.services.leases.adopt(identity, held))
      this.track(run, (worker) => worker.resume());
  }

  private async beat(): Promise<void> {
    if (this.identity === null) return;
    try {
      await this.container.services.agents.heartbeat(
        this.identity.agentId,
        await this.machine.measure(),
        this.workers.size,
      );
    } catch (error) {
      this.container.log.warn({ err: error }, "heartbeat failed");
    }
  }

  private async cleanUp(): Promise<void> {
    const over = [...this.pendingCleanup];
    this.pendingCleanup.clear();
    if (over.length === 0) return;
    await clearTemporary(over).catch((error: unknown) =>
      this.container.log.warn({ err: error }, "temporary files of runs could not be removed"),
    );
  }

  private tellSupervisor(): void {
    if (process.connected) process.send?.({ type: "running", names: this.running() });
  }

  /** Takes no new work and waits for what runs. */
  async drain(): Promise<void> {
    this.draining = true;
    await this.consumer?.close();
    while (this.workers.size > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    this.stopTimers();
    await this.cleanUp();
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
    this.stopTimers();
    for (const worker of this.workers.values()) worker.detach();
  }

  private stopTimers(): void {
    this.leases.stop();
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }
}

/** Silence that makes it offline; undefined: as the installation says. Reporting more rarely needs more patience. */
function offlineAfter(settings: AgentSettings, installationSeconds: number): number | undefined {
  const { heartbeat_seconds: beat, offline_after_seconds: own } = settings;
  if (own !== undefined || beat === undefined) return own;
  return 3 * beat > installationSeconds ? 3 * beat : undefined;
}
