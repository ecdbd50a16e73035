import type { Container } from "#server/container.ts";
import type { AgentTools, MachineMetrics } from "#server/contracts/agent.ts";
import type { Job } from "#server/contracts/jobs.ts";
import type { RunMaterials } from "#server/execution/run-materials-service.ts";
import type { AgentIdentity, Ended, HeldRun, Progress } from "#server/execution/run-service.ts";
import { required } from "#server/lib/assert.ts";
import { consumeJobs, type JobConsumer } from "#server/platform/job-queue.ts";
import type { AgentDescription, TaskReporter, WorkOrders } from "./task-reporter.ts";

/** Ten renewals within a lease; a dead agent's run is adopted at most this long after its lease has lapsed. */
const leaseRhythm = { busyMs: 500, quietMs: 5_000, quietAfterMs: 30_000 };

/** For an agent that shares Chiffon's database and queue: jobs nudge it, and it calls services as they are. */
export class DirectReporter implements TaskReporter {
  readonly leaseRhythm = leaseRhythm;
  readonly #container: Container;
  readonly #machine: string;
  #agent: AgentIdentity | null = null;
  #consumer: JobConsumer | null = null;
  #isTaking = false;
  readonly #claiming = new Set<string>();

  /** @param machine what the machine keeps to be known by */
  constructor(container: Container, machine: string) {
    this.#container = container;
    this.#machine = machine;
  }

  rememberedTools() {
    return this.#services.agents.toolsOf(this.#machine);
  }

  async register(self: AgentDescription): Promise<AgentIdentity> {
    const agent = await this.#services.agents.register({ ...self, identity: this.#machine });
    this.#agent = { agentId: agent.id, name: agent.name };
    return this.#agent;
  }

  async noteTools(tools: AgentTools): Promise<void> {
    await this.#services.agents.noteTools(this.#registered.agentId, tools);
  }

  heartbeat(metrics: MachineMetrics, activeRuns: number): Promise<void> {
    return this.#services.agents.heartbeat(this.#registered.agentId, metrics, activeRuns);
  }

  takeWork(orders: WorkOrders, slots: number): void {
    const { config, log } = this.#container;
    this.#isTaking = true;
    this.#consumer = consumeJobs({
      redisUrl: config.redisUrl,
      queue: `agent-${this.#registered.agentId}`,
      concurrency: Math.max(4, slots),
      handle: (job) => this.#handle(job, orders),
      log,
    });
    // Where this process dispatches too.
    this.#services.dispatch.tellAtOnce(this.#registered.agentId, (taskId) => {
      this.#claim(taskId, orders).catch((err: unknown) =>
        log.warn({ err, taskId }, "not claimed at once; the sweep says it again"),
      );
    });
  }

  async #handle(job: Job, orders: WorkOrders): Promise<void> {
    if (job.name === "task.cancel") await orders.cancel(job.taskId);
    if (job.name === "task.start") await this.#claim(job.taskId, orders);
  }

  async #claim(taskId: string, orders: WorkOrders): Promise<void> {
    if (!this.#isTaking || this.#claiming.has(taskId)) return;
    this.#claiming.add(taskId);
    try {
      const run = await this.#services.runs.claim(taskId, this.#registered);
      if (run !== null) orders.begin(run);
    } finally {
      this.#claiming.delete(taskId);
    }
  }

  async stopTaking(): Promise<void> {
    this.#isTaking = false;
    await this.#consumer?.close();
  }

  close(): void {
    this.#isTaking = false;
  }

  renew(held: readonly HeldRun[]) {
    return this.#services.leases.renew(this.#registered.agentId, held);
  }

  adopt(held: ReadonlySet<string>) {
    return this.#services.leases.adopt(this.#registered, held);
  }

  openAmong(runIds: readonly string[]) {
    return this.#services.runs.openAmong(runIds);
  }

  givenUp(taskId: string) {
    return this.#services.lostRuns.givenUp(this.#registered.agentId, taskId);
  }

  materials(run: HeldRun): Promise<RunMaterials> {
    return this.#services.runMaterials.open(run, this.#registered);
  }

  markSpawned(run: HeldRun): Promise<boolean> {
    return this.#services.runs.markSpawned(run, this.#registered);
  }

  report(run: HeldRun, progress: Progress): Promise<boolean> {
    return this.#services.runs.report(run, progress);
  }

  finish(run: HeldRun, ended: Ended): Promise<void> {
    return this.#services.runs.finish(run, this.#registered, ended);
  }

  get #services() {
    return this.#container.services;
  }

  get #registered(): AgentIdentity {
    return required(this.#agent, "an agent that has registered");
  }
}
