import pg from "pg";
import type { Container } from "#server/container.ts";
import { type Job, orchestratorQueues } from "#server/contracts/jobs.ts";
import { assertNever } from "#server/lib/assert.ts";
import { coalesce } from "#server/lib/coalesce.ts";
import { consumeJobs, type JobConsumer, JobQueue } from "#server/platform/job-queue.ts";
import { type Listener, listen } from "#server/platform/listener.ts";
import { outboxChannel, removeHandedOn, takeDue } from "#server/platform/outbox.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { randomToken } from "#server/platform/sha256.ts";

const sweepMs = 2_000;
const pollRepositoriesMs = 60_000;
const batch = 50;
/** One orchestrator sweeps at a time; the others' locks fail and they try again next time. */
const sweepLock = 72_707_001;

/** Plans, dispatches and settles; turns outbox rows into queue jobs; sweeps up what a lost nudge left behind. */
export class Orchestrator {
  private readonly container: Container;
  private readonly queue: JobQueue;
  private consumers: readonly JobConsumer[] = [];
  private listener: Listener | null = null;
  private timers: NodeJS.Timeout[] = [];
  private wakeAudit: () => void = () => undefined;
  private readonly handOn = coalesce(() => this.drain());
  private readonly fillRoom = coalesce(() => this.container.services.settlement.fillRoom());
  private draining: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(container: Container) {
    this.container = container;
    this.queue = new JobQueue(container.config.redisUrl);
  }

  /** Seeds the example repository at the first start, then takes work. */
  async start(): Promise<void> {
    const { config, services, log } = this.container;
    this.listener = listen({
      url: config.databaseUrl,
      channels: [outboxChannel, "chiffon_audit"],
      onNotify: (channel) => (channel === outboxChannel ? this.wake() : this.wakeAudit()),
      onReconnect: () => this.wake(),
      log,
    });
    this.container.startSealer((onWake) => {
      this.wakeAudit = onWake;
      return () => {
        this.wakeAudit = () => undefined;
      };
    });
    this.timers = [
      setInterval(() => void this.sweep(), sweepMs),
      setInterval(() => void this.pollRepositories(), pollRepositoriesMs),
    ];
    await this.listener.ready;
    // Before any job: the first scan must find the example's folder.
    await services.catalog.seedHomelab();
    this.consumers = orchestratorQueues.map((queue) =>
      consumeJobs({
        redisUrl: config.redisUrl,
        queue,
        concurrency: 8,
        handle: (job) => this.handle(job),
        log,
      }),
    );
    void this.pollRepositories();
    void services.ai.lookForModels();
    this.wake();
    // A predecessor that was killed may have taken jobs that nobody else will hand out again for a while.
    void this.sweep();
    log.info("orchestrator is ready");
  }

  private async handle(job: Job): Promise<void> {
    const { chat, settlement, catalog } = this.container.services;
    switch (job.name) {
      case "request.plan":
        return this.plan(job.requestId);
      case "plan.dispatch":
        await settlement.dispatch(job.planId);
        return;
      case "waiting.dispatch":
        return this.fillRoom();
      case "request.settle":
        return chat.settle(job.requestId);
      case "plan.turn_stale":
        return settlement.turnStale(job.planId, job.why);
      case "repository.scan":
        await catalog.scan(job.repositoryId);
        return;
      case "task.start":
      case "task.cancel":
        return; // for agents; here only if somebody put it in the wrong queue
      default:
        return assertNever(job);
    }
  }

  private async plan(requestId: string): Promise<void> {
    const { chat } = this.container.services;
    try {
      await chat.respond(requestId);
    } catch (error) {
      await chat.reportPlanningFailure(requestId, error, randomToken(8));
    }
  }

  /** Hands due outbox rows to their queues. One at a time in this process, and once more when told meanwhile. */
  private wake(): void {
    if (this.stopped) return;
    this.draining = this.handOn().catch((error: unknown) =>
      this.container.log.warn({ err: error }, "outbox could not be handed on"),
    );
  }

  private async drain(): Promise<void> {
    for (let taken = batch; taken === batch && !this.stopped; ) {
      taken = await inTransaction(this.container.db, async (tx) => {
        const rows = await takeDue(tx, batch);
        // The rows go only after Redis has the jobs: a crash in between repeats a nudge, never loses one.
        await Promise.all(rows.map((row) => this.queue.add(row.job)));
        await removeHandedOn(
          tx,
          rows.map((row) => row.id),
        );
        return rows.length;
      });
    }
  }

  private sweeping = false;

  /** The fallback for every lost nudge. One orchestrator at a time, by an advisory lock of its own connection. */
  private async sweep(): Promise<void> {
    if (this.sweeping || this.stopped) return;
    this.sweeping = true;
    const { services, config, log } = this.container;
    const client = new pg.Client({
      connectionString: config.databaseUrl,
      connectionTimeoutMillis: 2_000,
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ leads: boolean }>(
        "SELECT pg_try_advisory_lock($1) AS leads",
        [sweepLock],
      );
      if (rows[0]?.leads !== true) return;
      await services.leases.loseSilent();
      await services.dispatch.sweep();
      await services.ai.settleAbandoned();
      await services.settlement.sweep();
      this.wake();
    } catch (error) {
      log.warn({ err: error }, "sweep failed");
    } finally {
      this.sweeping = false;
      await client.end().catch(() => undefined);
    }
  }

  private async pollRepositories(): Promise<void> {
    const { services, log } = this.container;
    try {
      for (const repository of (await services.catalog.listRepositories()).repositories) {
        await services.catalog.scan(repository.id);
      }
    } catch (error) {
      log.warn({ err: error }, "repositories could not be polled");
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.consumers.map((consumer) => consumer.close()));
    await this.listener?.close();
    await this.draining;
    await this.queue.close();
  }
}
