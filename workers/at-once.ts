import type { Job } from "#server/contracts/jobs.ts";
import type { Logger } from "#server/platform/logger.ts";

/** What moves an approved plan on: quick, safe to repeat, and made good by the sweep where it is lost. */
const followed: ReadonlySet<Job["name"]> = new Set([
  "plan.dispatch",
  "waiting.dispatch",
  "request.settle",
]);

/** Follows nudges in the process that read them from the outbox, a few at a time; a queue takes what is more. */
export class AtOnce {
  private readonly deps: {
    readonly handle: (job: Job) => Promise<void>;
    readonly atMost: number;
    readonly log: Logger;
  };
  private readonly underWay = new Set<Promise<void>>();
  private stopped = false;

  constructor(deps: AtOnce["deps"]) {
    this.deps = deps;
  }

  /** True where the job is followed here, now; a failure is logged, as that of a job from a queue. */
  take(job: Job): boolean {
    const { handle, atMost, log } = this.deps;
    if (this.stopped || !followed.has(job.name) || this.underWay.size >= atMost) return false;
    const work = handle(job)
      .catch((err: unknown) => log.error({ err, job }, "job failed"))
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
    return true;
  }

  /** Takes nothing more and waits for what is under way, at most two seconds. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.race([
      Promise.all(this.underWay),
      new Promise((resolve) => setTimeout(resolve, 2_000).unref()),
    ]);
  }
}
