import { type Job, jobSchema } from "#server/contracts/jobs.ts";
import { coalesce } from "#server/lib/coalesce.ts";
import type { JobQueue } from "#server/platform/job-queue.ts";
import type { Logger } from "#server/platform/logger.ts";
import { countFailures, type OutboxRow, removeHandedOn, takeDue } from "#server/platform/outbox.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";

const batchSize = 50;

/** A row that can't be read by this version, and why. */
interface Unreadable {
  readonly row: OutboxRow;
  readonly error: string;
}

/** Hands due outbox rows to their queues, each by itself: one that can't be handed on keeps no other back. */
export class OutboxRelay {
  private readonly deps: {
    readonly db: Database;
    readonly queue: Pick<JobQueue, "add">;
    readonly log: Logger;
  };
  private readonly handOn = coalesce(() => this.drain());
  private underWay: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(deps: OutboxRelay["deps"]) {
    this.deps = deps;
  }

  /** Hands on what is due. One pass at a time in this process, and once more when told meanwhile. */
  wake(): void {
    if (this.stopped) return;
    this.underWay = this.handOn().catch((error: unknown) =>
      this.deps.log.warn({ err: error }, "outbox could not be handed on"),
    );
  }

  /** Begins nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.underWay;
  }

  /**
   * Hands on batch after batch until nothing is due, or nothing of a batch could be moved: then Redis is away, and the
   * next wake or sweep tries again.
   *
   * @throws what Redis or the database answered last
   */
  async drain(): Promise<void> {
    for (let goesOn = true; goesOn && !this.stopped; ) {
      const { taken, moved, fault } = await this.handOnBatch();
      if (fault !== null && moved === 0) throw fault;
      goesOn = taken === batchSize && moved > 0;
    }
  }

  private async handOnBatch(): Promise<{ taken: number; moved: number; fault: unknown }> {
    return inTransaction(this.deps.db, async (tx) => {
      const rows = await takeDue(tx, batchSize);
      const { readable, unreadable } = sort(rows);
      const handed = await Promise.allSettled(readable.map(({ job }) => this.deps.queue.add(job)));
      // The rows go only after Redis has the jobs: a crash in between repeats a nudge, never loses one.
      const done = readable.filter((_row, at) => handed[at]?.status === "fulfilled");
      await removeHandedOn(
        tx,
        done.map(({ row }) => row.id),
      );
      const setAside = await countFailures(tx, unreadable);
      for (const { row, error } of unreadable) {
        const fields = { outboxId: String(row.id), attempts: row.attempts + 1, error };
        if (setAside.includes(row.id)) this.deps.log.error(fields, "outbox row set aside");
        else this.deps.log.warn(fields, "outbox row can't be read");
      }
      // What Redis does not take stays as it is: that is no fault of the row.
      const fault = handed.find((each) => each.status === "rejected")?.reason ?? null;
      return { taken: rows.length, moved: done.length + unreadable.length, fault };
    });
  }
}

function sort(rows: readonly OutboxRow[]) {
  const readable: { row: OutboxRow; job: Job }[] = [];
  const unreadable: Unreadable[] = [];
  for (const row of rows) {
    const parsed = jobSchema.safeParse(row.job);
    if (parsed.success) readable.push({ row, job: parsed.data });
    else unreadable.push({ row, error: faultOf(parsed.error.issues[0]) });
  }
  return { readable, unreadable };
}

function faultOf(issue: { path: PropertyKey[]; message: string } | undefined): string {
  const field = issue?.path.map(String).join(".") ?? "";
  return `${field === "" ? "" : `${field}: `}${issue?.message ?? "is not a job"}`;
}
