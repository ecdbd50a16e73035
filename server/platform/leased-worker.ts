import { isAppError } from "#server/lib/app-error.ts";
import { workMachine, workStatuses } from "#server/lib/work-state.ts";
import type { Clock } from "./clock.ts";
import type { Logger } from "./logger.ts";
import { type Database, Prisma } from "./prisma.ts";

/** Tables whose rows are things that one worker makes, with the same columns for it. */
export type WorkTable = "playbook_review" | "scaffold_request";

const maxAttempts = 3;
const interrupted =
  "It was interrupted several times. Check the memory of this machine, then ask again.";

/** Makes what rows of a table ask for: each by one worker at a time, under a lease and a fence. */
export class LeasedWorker<Row> {
  private readonly deps: {
    readonly db: Database;
    readonly clock: Clock;
    readonly log: Logger;
    readonly table: WorkTable;
    /** Longer than making one takes. */
    readonly leaseSeconds: number;
    readonly find: (id: string) => Promise<Row | null>;
    /** What is stored as the result. A fault that people should read is an AppError. */
    readonly make: (row: Row, signal: AbortSignal) => Promise<object>;
  };
  private readonly stop = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(deps: LeasedWorker<Row>["deps"]) {
    this.deps = deps;
  }

  /** Makes one unless somebody else has it or it is over. */
  async run(id: string): Promise<void> {
    if (this.stop.signal.aborted) return;
    const attempt = await this.claim(id);
    const row = attempt === null ? null : await this.deps.find(id);
    if (attempt === null || row === null) return;
    const done = this.attempt({ id, attempt, row });
    this.underWay.add(done);
    await done.finally(() => this.underWay.delete(done));
  }

  /** Ends what runs here; it is begun anew by whoever comes next. */
  async close(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled(this.underWay);
  }

  /** Rows that nobody attends to for at least so long: their job was lost, or their worker died. At most 100. */
  async unattended(seconds: number): Promise<string[]> {
    const rows = await this.deps.db.$queryRaw<{ id: string }[]>`
      SELECT id FROM ${this.table()}
      WHERE status IN (${Prisma.join([...workStatuses.live])})
        AND coalesce(lease_until, created_at) < now() - make_interval(secs => ${seconds})
      LIMIT 100`;
    return rows.map(({ id }) => id);
  }

  private async attempt({
    id,
    attempt,
    row,
  }: {
    readonly id: string;
    readonly attempt: number;
    readonly row: Row;
  }): Promise<void> {
    const { log, table, make } = this.deps;
    if (attempt > maxAttempts) return this.end(id, attempt, { problem: interrupted });
    try {
      const result = await make(row, this.stop.signal);
      await this.end(id, attempt, { result });
    } catch (error) {
      if (this.stop.signal.aborted) return this.release(id, attempt);
      log.warn({ err: error, table, id }, "could not be made");
      const problem = isAppError(error) ? error.message : "Something went wrong here. Ask again.";
      await this.end(id, attempt, { problem });
    }
  }

  /** @returns the number of the attempt, which is its fence; null when somebody has it, or it is over */
  private async claim(id: string): Promise<number | null> {
    const { db, leaseSeconds } = this.deps;
    const [row] = await db.$queryRaw<{ attempts: number }[]>`
      UPDATE ${this.table()} SET status = ${workMachine.next("waiting", "start")}, attempts = attempts + 1,
        lease_until = now() + make_interval(secs => ${leaseSeconds})
      WHERE id = ${id}::uuid AND (status IN (${Prisma.join(workMachine.sources("start"))})
        OR (status IN (${Prisma.join(workMachine.sources("resume"))}) AND lease_until < now()))
      RETURNING attempts`;
    return row?.attempts ?? null;
  }

  private async end(
    id: string,
    attempt: number,
    { result, problem }: { readonly result?: object; readonly problem?: string },
  ): Promise<void> {
    const status = workMachine.next("running", problem === undefined ? "finish" : "fail");
    await this.deps.db.$executeRaw`
      UPDATE ${this.table()} SET status = ${status}, finished_at = ${this.deps.clock.now()},
        problem = ${problem ?? null}, result = ${result === undefined ? null : JSON.stringify(result)}::jsonb
      WHERE id = ${id}::uuid AND attempts = ${attempt}
        AND status IN (${Prisma.join(workMachine.sources("finish"))})`;
  }

  private async release(id: string, attempt: number): Promise<void> {
    await this.deps.db.$executeRaw`
      UPDATE ${this.table()} SET lease_until = to_timestamp(0)
      WHERE id = ${id}::uuid AND attempts = ${attempt}
        AND status IN (${Prisma.join(workMachine.sources("resume"))})`;
  }

  private table(): Prisma.Sql {
    return Prisma.raw(`"${this.deps.table}"`);
  }
}
