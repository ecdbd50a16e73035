import { mkdir } from "node:fs/promises";
import { cpus, hostname } from "node:os";
import type { Container } from "#server/container.ts";
import type { Job } from "#server/contracts/jobs.ts";
import type { AgentIdentity, HeldRun } from "#server/execution/run-service.ts";
import { consumeJobs, type JobConsumer } from "#server/platform/job-queue.ts";
import { clearTemporary, findUncleared } from "#server/runner/clean-run.ts";
import { findTools, measureMachine } from "./machine.ts";
import { RunWorker, type RunWorkerDeps } from "./run-worker.ts";

/** Ten renewals within a lease; a dead agent's run is adopted at most this long after its lease has lapsed. */
const leaseTickMs = 500;
const tidyMs = 5_000;

/** The agent process of this machine: claims what it is given, runs it, keeps its leases, picks up what a former self left. */
export class AgentWorker {
  private readonly container: Container;
  private identity: AgentIdentity | null = null;
  private consumer: JobConsumer | null = null;
  private readonly workers = new Map<string, RunWorker>();
  private timers: NodeJS.Timeout[] = [];
  /** Directories of runs that are over, whose temporary files are still there. */
  private readonly untidy = new Set<string>();
  private draining = false;
  private tickRuns = false;

  constructor(container: Container) {
    this.container = container;
  }

  /** Enrols, adopts what is still open, then takes work. */
  async start(): Promise<void> {
    const { config, services, log, paths } = this.container;
    // Runs against this machine may write here and nowhere else; a sandbox can only open what exists.
    await mkdir(paths.apps, { recursive: true, mode: 0o755 });
    const agent = await services.agents.register({
      name: config.agentName ?? hostname(),
      agentType: "infra",
      workTypes: config.testWorkTypes
        ? ["ansible.playbook", "effect.script"]
        : ["ansible.playbook"],
      domains: [],
      slots: config.workerConcurrency,
      version: this.container.version,
      tools: await findTools(),
      metrics: await measureMachine(),
    });
    this.identity = { agentId: agent.id, name: agent.name };
    this.consumer = consumeJobs({
      redisUrl: config.redisUrl,
      queue: `agent-${agent.id}`,
      concurrency: Math.max(4, config.workerConcurrency),
      handle: (job) => this.handle(job),
      log,
    });
    this.timers = [
      setInterval(() => void this.tick(), leaseTickMs),
      setInterval(() => void this.tidy(), tidyMs),
      setInterval(() => void this.beat(), config.heartbeatSeconds * 1000),
    ];
    for (const runDir of findUncleared(paths.runs)) this.untidy.add(runDir);
    await this.tick();
    log.info(
      { agentId: agent.id, slots: config.workerConcurrency, cores: cpus().length },
      "agent is ready",
    );
  }

  /** Names of what runs now, for the supervisor's goodbye. */
  running(): string[] {
    return [...this.workers.values()].map((worker) => worker.run.body.task.name);
  }

  private async handle(job: Job): Promise<void> {
    if (job.name === "task.start") await this.claim(job.taskId);
    else if (job.name === "task.cancel") await this.cancel(job.taskId);
  }

  private async claim(taskId: string): Promise<void> {
    if (this.identity === null || this.draining) return;
    const run = await this.container.services.runs.claim(taskId, this.identity);
    if (run !== null) this.carry(run, (worker) => worker.start());
  }

  private async cancel(taskId: string): Promise<void> {
    for (const worker of this.workers.values())
      if (worker.run.taskId === taskId) await worker.cancel();
  }

  /** Starts the work on a run without waiting for it: jobs are nudges, the run's life is in Postgres. */
  private carry(run: HeldRun, begin: (worker: RunWorker) => Promise<void>): void {
    if (this.identity === null) return;
    const worker = new RunWorker(this.workerDeps(), this.identity, run);
    this.workers.set(run.runId, worker);
    void begin(worker)
      .catch((error: unknown) =>
        this.container.log.error({ err: error, runId: run.runId }, "run worker failed"),
      )
      .finally(() => {
        this.workers.delete(run.runId);
        this.untidy.add(worker.runDir);
        this.tellSupervisor();
      });
    this.tellSupervisor();
  }

  private workerDeps(): RunWorkerDeps {
    const { services, paths, config, callbackDir, log } = this.container;
    return {
      runs: services.runs,
      paths,
      dataDir: config.dataDir,
      callbackDir,
      testWorkTypes: config.testWorkTypes,
      log,
    };
  }

  /** Renews leases, stops what was lost or cancelled, adopts what nobody holds. One at a time. */
  private async tick(): Promise<void> {
    if (this.identity === null || this.tickRuns) return;
    this.tickRuns = true;
    try {
      const held = [...this.workers.values()].map((worker) => worker.run);
      const { lost, cancel } = await this.container.services.leases.renew(
        this.identity.agentId,
        held,
      );
      for (const run of lost) this.workers.get(run.runId)?.letGo();
      for (const run of cancel) void this.workers.get(run.runId)?.cancel();
      if (this.draining) return;
      const adopted = await this.container.services.leases.adopt(
        this.identity,
        new Set(this.workers.keys()),
      );
      for (const run of adopted) this.carry(run, (worker) => worker.resume());
    } catch (error) {
      this.container.log.warn({ err: error }, "lease renewal failed");
    } finally {
      this.tickRuns = false;
    }
  }

  private async beat(): Promise<void> {
    if (this.identity === null) return;
    try {
      await this.container.services.agents.heartbeat(
        this.identity.agentId,
        await measureMachine(),
        this.workers.size,
      );
    } catch (error) {
      this.container.log.warn({ err: error }, "heartbeat failed");
    }
  }

  private async tidy(): Promise<void> {
    const over = [...this.untidy];
    this.untidy.clear();
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
    await this.tidy();
  }

  /** Interrupts what runs and waits until that is recorded. */
  async interrupt(): Promise<void> {
    this.draining = true;
    await Promise.allSettled([...this.workers.values()].map((worker) => worker.cancel()));
    await this.drain();
  }

  /** Leaves detached runs alone: the next agent adopts them. */
  letGo(): void {
    this.draining = true;
    this.stopTimers();
    for (const worker of this.workers.values()) worker.letGo();
  }

  private stopTimers(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }
}
