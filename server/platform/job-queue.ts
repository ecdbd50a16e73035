import { once } from "node:events";
import { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { type Job, jobSchema, queueOf } from "#server/contracts/jobs.ts";
import type { Logger } from "#server/platform/logger.ts";
import { openFailFastRedis, openRedis } from "#server/platform/redis.ts";

const prefix = "chiffon";
const connectMs = 2_000;

/** Hands jobs to BullMQ. Nothing is lost when this fails: the caller keeps its outbox row. */
export class JobQueue {
  private readonly redis: Redis;
  private readonly queues = new Map<string, Queue>();
  private connecting: Promise<unknown> | null = null;

  constructor(redisUrl: string) {
    this.redis = openFailFastRedis(redisUrl);
  }

  /** @throws when Redis does not take the job within two seconds */
  async add(job: Job): Promise<void> {
    await this.connected();
    // A job is a nudge: nothing of it needs keeping once handled, and a failed one is repeated by the sweep.
    await this.queue(queueOf(job)).add(job.name, job, {
      removeOnComplete: true,
      removeOnFail: true,
    });
  }

  /** BullMQ waits without end for a connection that it has never seen, so it is asked only once there is one. */
  private async connected(): Promise<void> {
    if (this.redis.status === "ready") return;
    this.connecting ??= once(this.redis, "ready", {
      signal: AbortSignal.timeout(connectMs),
    }).finally(() => {
      this.connecting = null;
    });
    await this.connecting;
  }

  private queue(name: string): Queue {
    let queue = this.queues.get(name);
    if (queue === undefined) {
      queue = new Queue(name, { connection: this.redis, prefix });
      queue.on("error", () => undefined); // connection faults surface in add()
      this.queues.set(name, queue);
    }
    return queue;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
    this.redis.disconnect();
  }
}

/** A consumer of one queue. */
export interface JobConsumer {
  close(): Promise<void>;
}

/**
 * Consumes a queue. Jobs are checked before anything else, because Redis is no place to trust; a bad one is logged and
 * dropped. A handler that throws is logged: the sweep nudges again whatever still waits in Postgres.
 */
export function consumeJobs(options: {
  redisUrl: string;
  queue: string;
  concurrency: number;
  handle: (job: Job) => Promise<void>;
  log: Logger;
}): JobConsumer {
  const connection = openRedis(options.redisUrl);
  const worker = new Worker(
    options.queue,
    async (entry) => {
      const parsed = jobSchema.safeParse(entry.data);
      if (!parsed.success) {
        options.log.warn(
          { jobName: String(entry.name).slice(0, 100) },
          "dropped a job that is not ours",
        );
        return;
      }
      try {
        await options.handle(parsed.data);
      } catch (error) {
        options.log.error({ err: error, job: parsed.data }, "job failed");
      }
    },
    {
      connection,
      prefix,
      concurrency: options.concurrency,
      // Seconds that a look at an empty queue lasts; a job that comes ends it.
      drainDelay: 30,
      stalledInterval: 30_000,
    },
  );
  worker.on("error", (error) => options.log.debug({ err: error }, "queue connection fault"));
  return {
    async close() {
      await Promise.race([
        worker.close(),
        new Promise((resolve) => setTimeout(resolve, 2_000).unref()),
      ]);
      connection.disconnect();
    },
  };
}
