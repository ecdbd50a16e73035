import pg from "pg";
import { sealedChannel } from "#server/audit/sealer.ts";
import type { Container } from "#server/container.ts";
import { type Job, orchestratorQueues } from "#server/contracts/jobs.ts";
import { assertNever } from "#server/lib/assert.ts";
import { coalesce } from "#server/lib/coalesce.ts";
import { consumeJobs, type JobConsumer, JobQueue } from "#server/platform/job-queue.ts";
import { type Listener, listen } from "#server/platform/listener.ts";
import { isOutboxFilled, outboxChannel } from "#server/platform/outbox.ts";
import { AtOnce } from "./at-once.ts";
import { OutboxRelay } from "./outbox-relay.ts";
import { Pace } from "./pace.ts";
import { sweep } from "./sweep.ts";

/** Whatever a job announces makes it quick again; so does work that is open. */
const sweepRhythm = { busyMs: 2_000, quietMs: 15_000, quietAfterMs: 30_000 };
const pollRepositoriesMs = 60_000;
/** Old output goes soon after a start, and then a few times a day. */
const firstPruneMs = 300_000;
const pruneMs = 6 * 3_600_000;
/** One orchestrator sweeps at a time; the others' locks fail and they try again next time. */
const sweepLock = 72_707_001;
/** Jobs of one queue at a time, and nudges that need none. */
const concurrency = 8;

/** Plans, dispatches and settles; wakes the outbox relay; sweeps up what a lost nudge left behind. */
export class Orchestrator {
  private readonly container: Container;
  private readonly queue: JobQueue;
  private readonly outbox: OutboxRelay;
  private readonly atOnce: AtOnce;
  private consumers: readonly JobConsumer[] = [];
  private listener: Listener | null = null;
  private timers: NodeJS.Timeout[] = [];
  private wakeAudit: () => void = () => undefined;
  private readonly sweeps = new Pace(sweepRhythm, () => this.sweep());
  private readonly backfill = coalesce(() => this.container.services.backlog.backfill());
  private stopped = false;

  constructor(container: Container) {
    this.container = container;
    this.queue = new JobQueue(container.config.redisUrl);
    const { db, log } = container;
    this.atOnce = new AtOnce({ handle: (job) => this.handle(job), atMost: concurrency, log });
    this.outbox = new OutboxRelay({ db, queue: { add: (job) => this.handOn(job) }, log });
  }

  /** Seeds the example repository at the first start, then takes work. */
  async start(): Promise<void> {
    const { config, services, log } = this.container;
    this.listener = listen({
      url: config.databaseUrl,
      channels: [outboxChannel, "chiffon_audit", sealedChannel],
      onNotify: (channel) => {
        if (channel === sealedChannel) return this.tellPeople();
        if (channel !== outboxChannel) return this.wakeAudit();
        this.outbox.wake();
        this.sweeps.wake();
      },
      onReconnect: () => this.outbox.wake(),
      log,
    });
    this.container.startSealer((onWake) => {
      this.wakeAudit = onWake;
      return () => {
        this.wakeAudit = () => undefined;
      };
    });
    this.timers = [
      setInterval(() => void this.pollRepositories(), pollRepositoriesMs),
      setTimeout(() => void this.prune(), firstPruneMs),
      setInterval(() => void this.prune(), pruneMs),
    ];
    await this.listener.ready;
    // Before any job: the first scan must find the example's folder.
    await services.catalog.seedHomelab();
    this.consumers = orchestratorQueues.map((queue) =>
      consumeJobs({
        redisUrl: config.redisUrl,
        queue,
        concurrency,
        handle: (job) => this.handle(job),
        log,
      }),
    );
    void this.pollRepositories();
    void services.dependencies
      .prune()
      .catch((err: unknown) => log.warn({ err }, "old dependencies could not be removed"));
    void services.reviews
      .prune()
      .catch((err: unknown) => log.warn({ err }, "old reviews could not be removed"));
    void services.ai.lookForModels();
    void services.pushKeys
      .read()
      .catch((err: unknown) => log.warn({ err }, "no keys for messages to browsers"));
    this.outbox.wake();
    // A predecessor that was killed may have taken jobs that nobody else will hand out again for a while.
    void this.sweeps.start();
    log.info("orchestrator is ready");
  }

  /** To its queue, unless it is followed here at once; an agent on another machine has none, and is woken to ask for itself. */
  private async handOn(job: Job): Promise<void> {
    if (this.atOnce.take(job)) return;
    const isForAgent = job.name === "task.start" || job.name === "task.cancel";
    if (isForAgent && (await this.container.services.link.wake(job.agentId))) return;
    await this.queue.add(job);
  }

  /** Where each job goes. */
  private async handle(job: Job): Promise<void> {
    const { services } = this.container;
    switch (job.name) {
      case "request.plan":
        return services.planRequest.run(job.requestId);
      case "plan.dispatch":
        await services.dispatch.dispatch(job.planId);
        return;
      case "waiting.dispatch":
        return this.backfill();
      case "first_host.judge":
        return services.judgeFirstHost.run(job.taskId);
      case "request.settle":
        return services.settleRequest.run(job.requestId);
      case "request.resume":
        await services.held.resume(job.requestId);
        return;
      case "post_mortem.record":
        return services.postMortems.record(job.requestId);
      case "preview.start":
        return services.previews.startByRule(job.planId);
      case "preview.record":
        return services.previews.record(job.requestId);
      case "plan.apply_rules":
        return services.applyRules.run(job.planId);
      case "plan.turn_stale":
        return services.stalePlans.turnStale(job.planId, job.why);
      case "repository.scan":
        return services.catalog.scan(job.repositoryId);
      case "dependencies.install":
        return services.dependencies.run(job.installId);
      case "review.make":
        return services.reviews.run(job.reviewId);
      case "scaffold.write":
        return services.scaffoldRequests.run(job.scaffoldId);
      case "change.make":
        return services.changes.run(job.changeId);
      case "notification.deliver":
        return services.deliver.run(job.deliveryId);
      case "known_hosts.write":
        return services.inventory.writeKnownHosts();
      case "task.start":
      case "task.cancel":
        return; // for agents; here only if somebody put it in the wrong queue
      default:
        return assertNever(job);
    }
  }

  /**
   * The fallback for every lost nudge. One orchestrator at a time, by an advisory lock of its own connection. Says
   * whether anything is open that a nudge could be lost of.
   */
  private async sweep(): Promise<boolean> {
    const { db, services, config, log } = this.container;
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
      if (rows[0]?.leads !== true) return true;
      await sweep(services);
      this.outbox.wake();
      return (await services.execution.hasLiveTasks()) || (await isOutboxFilled(db));
    } catch (error) {
      log.warn({ err: error }, "sweep failed");
      return true;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async prune(): Promise<void> {
    const { services, log } = this.container;
    try {
      const removed = await services.retention.prune();
      if (removed.events + removed.runs > 0) log.info(removed, "old output was removed");
    } catch (error) {
      log.warn({ err: error }, "old output could not be removed; it is tried again");
    }
  }

  /** What was sealed into the history is told to whoever wants to know; the sweep makes up for a lost word. */
  private tellPeople(): void {
    const { services, log } = this.container;
    void services.readHistory
      .run()
      .catch((err: unknown) => log.warn({ err }, "notifications could not be made"));
  }

  private async pollRepositories(): Promise<void> {
    const { services, log } = this.container;
    try {
      for (const repository of (await services.catalog.listRepositories()).repositories) {
        if (this.stopped) return;
        await services.catalog.scan(repository.id);
      }
    } catch (error) {
      log.warn({ err: error }, "repositories could not be polled");
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.sweeps.stop();
    for (const timer of this.timers) clearInterval(timer);
    // An install may take minutes: it is begun anew after the restart.
    await this.container.services.dependencies.close();
    await this.container.services.reviews.close();
    await this.container.services.scaffoldRequests.close();
    await Promise.all(this.consumers.map((consumer) => consumer.close()));
    await this.listener?.close();
    await this.outbox.stop();
    await this.atOnce.stop();
    await this.queue.close();
  }
}
