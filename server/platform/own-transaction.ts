import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { collectWrites, writeCollected } from "#server/platform/commit-writes.ts";
import { directly, type NameOf, toConfig } from "#server/platform/direct-sql.ts";
import type { Prisma, PrismaClient } from "#server/platform/generated/prisma/client.ts";
import { statementNames } from "#server/platform/statement-names.ts";

type Tx = Omit<Prisma.TransactionClient, "$transaction">;
/** A part of Prisma's client, such as `message`, with its methods. */
type Delegate = Readonly<Record<string, (args?: unknown) => Promise<unknown>>>;

/** Prisma is lent a connection that has a transaction already: its own begin and end are none of Prisma's. */
const control = new Set(["BEGIN", "COMMIT", "ROLLBACK"]);
const nothing = { rows: [], fields: [], rowCount: 0 };
const lent = new AsyncLocalStorage<pg.PoolClient>();

/** The pool that Prisma and statements in SQL share. Where Prisma works for an open transaction, it is lent that one's connection. */
export class SharedPool extends pg.Pool {
  readonly nameOf: NameOf = statementNames();

  constructor(config: pg.PoolConfig) {
    super({ ...config, pipeline: true });
    // Of a connection that nobody is using: the pool has dropped it already.
    this.on("error", () => undefined);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool["connect"]>[0]): void;
  override connect(
    callback?: Parameters<pg.Pool["connect"]>[0],
  ): Promise<pg.PoolClient> | undefined {
    if (callback === undefined) {
      const connection = lent.getStore();
      return connection === undefined ? super.connect() : Promise.resolve(connection);
    }
    super.connect(callback);
    return undefined;
  }
}

/**
 * Runs `work` in one READ COMMITTED transaction. BEGIN goes out with its first statement, COMMIT with what was collected
 * for the end, so that neither is waited for by itself.
 *
 * @param timeout milliseconds until no further statement of it is sent
 * @throws what `work`, or the database, says; nothing of the transaction stays then
 */
export async function transact<T>(
  client: PrismaClient,
  pool: SharedPool,
  work: (tx: Tx) => Promise<T>,
  timeout: number,
): Promise<T> {
  const transaction = new OwnTransaction(await pool.connect(), pool.nameOf, timeout);
  const tx = transaction.over(client);
  const clock = timer(timeout);
  try {
    collectWrites(tx);
    const result = await Promise.race([work(tx), clock.over]);
    await transaction.commit(() => writeCollected(tx));
    return result;
  } catch (error) {
    await transaction.rollBack();
    throw error;
  } finally {
    clock.stop();
  }
}

/** An open transaction and the connection that it has to itself until it is over. */
class OwnTransaction {
  private readonly connection: pg.PoolClient;
  private readonly nameOf: NameOf;
  private readonly timeout: number;
  private readonly begun: Promise<unknown>;
  private isOver = false;

  constructor(connection: pg.PoolClient, nameOf: NameOf, timeout: number) {
    this.connection = connection;
    this.nameOf = nameOf;
    this.timeout = timeout;
    // A connection that breaks says so to every statement; without a listener it would end the process, too.
    connection.on("error", ignore);
    this.begun = connection.query("BEGIN");
    this.begun.catch(ignore);
  }

  /** The client whose statements are this transaction's: those in SQL go over its connection, the others through Prisma, which is lent it. */
  over(client: PrismaClient): Tx {
    const direct = directly((query) => this.send(toConfig(query, this.nameOf)));
    return new Proxy(client, {
      get: (target, key) => direct[key] ?? this.delegate(target, key),
    });
  }

  /**
   * @param last what is written at the end; it sends its statement before it returns
   * @throws what the last statement says, or where the transaction did not come to its end
   */
  async commit(last: () => Promise<void>): Promise<void> {
    const written = last();
    written.catch(ignore);
    // Postgres rolls back where anything before this failed.
    const ended = this.connection.query("COMMIT");
    ended.catch(ignore);
    await this.begun;
    await written;
    const { command } = await ended;
    if (command !== "COMMIT") throw new Error("a statement of this transaction failed");
    this.giveBack();
  }

  async rollBack(): Promise<void> {
    if (this.isOver) return;
    this.isOver = true;
    const isBroken = await this.connection.query("ROLLBACK").then(
      () => false,
      () => true,
    );
    this.giveBack(isBroken);
  }

  private giveBack(isBroken = false): void {
    this.isOver = true;
    this.connection.off("error", ignore);
    this.connection.release(isBroken);
  }

  private async send(query: pg.QueryConfig): Promise<pg.QueryResult> {
    // The connection may be somebody else's by now.
    if (this.isOver) throw tooLong();
    return this.connection.query(query);
  }

  /** A part of Prisma's client, each call of which Prisma takes for a transaction of its own. */
  private delegate(client: PrismaClient, key: string | symbol): unknown {
    const part: unknown = Reflect.get(client, key);
    if (typeof key !== "string" || typeof part !== "object" || part === null) return part;
    return new Proxy(part, {
      get: (_, method) => (args: unknown) =>
        lent.run(this.loan(), () =>
          client.$transaction(
            (tx) => call(Reflect.get(tx, key) as Delegate, String(method), args),
            { timeout: this.timeout },
          ),
        ),
    });
  }

  /** What Prisma sees of the connection. */
  private loan(): pg.PoolClient {
    const own = {
      query: async (query: pg.QueryConfig) =>
        control.has(query.text) ? nothing : this.send(query),
      on: ignore,
      removeListener: ignore,
      release: ignore,
    };
    return own as unknown as pg.PoolClient;
  }
}

function call(part: Delegate, method: string, args: unknown): Promise<unknown> {
  const run = part[method];
  if (run === undefined) throw new Error(`Prisma has no ${method} here`);
  return run(args);
}

function timer(ms: number): { readonly over: Promise<never>; readonly stop: () => void } {
  let timeout: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timeout = setTimeout(() => reject(tooLong()), ms);
  });
  return { over, stop: () => clearTimeout(timeout) };
}

const tooLong = () => new Error("this transaction is over: it took too long");
const ignore = () => undefined;
