import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { Prisma, type PrismaClient } from "#server/platform/generated/prisma/client.ts";
import { statementNames } from "#server/platform/statement-names.ts";

type Query = TemplateStringsArray | Prisma.Sql;
type Tx = Omit<Prisma.TransactionClient, "$transaction">;
type NameOf = ReturnType<typeof statementNames>;

/** What sends a statement over a transaction's own connection: there once Prisma has taken one. */
interface OpenTransaction {
  send: Send | null;
}
type Send = (query: Prisma.Sql) => Promise<pg.QueryResult>;

const opening = new AsyncLocalStorage<OpenTransaction>();

/** The pool that Prisma and statements in SQL share. It tells an opening transaction which connection it was given. */
export class SharedPool extends pg.Pool {
  readonly nameOf: NameOf = statementNames();

  constructor(config: pg.PoolConfig) {
    super(config);
    // Of a connection that nobody is using: the pool has dropped it already.
    this.on("error", () => undefined);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool["connect"]>[0]): void;
  override connect(
    callback?: Parameters<pg.Pool["connect"]>[0],
  ): Promise<pg.PoolClient> | undefined {
    if (callback !== undefined) {
      super.connect(callback);
      return undefined;
    }
    const transaction = opening.getStore();
    return super.connect().then((client) => {
      if (transaction?.send === null) transaction.send = this.#sendOver(client);
      return client;
    });
  }

  #sendOver(client: pg.PoolClient): Send {
    const release = client.release;
    let isOver = false;
    client.release = (error) => {
      isOver = true;
      return release.call(client, error);
    };
    return async (query) => {
      // The connection may be somebody else's by now.
      if (isOver) throw new Error("this transaction is over: it took too long");
      return client.query(toConfig(query, this.nameOf));
    };
  }
}

/**
 * Prisma's client whose `$queryRaw` and `$executeRaw` go to the driver: through Prisma's engine a statement takes six
 * times the processor time. What comes out is the same, but for errors, which are the driver's own.
 */
export function withDirectSql(client: PrismaClient, pool: SharedPool): PrismaClient {
  const send: Send = (query) => pool.query(toConfig(query, pool.nameOf));
  // Prisma ends the pool only where it has used it itself.
  const disconnect = async () => {
    await client.$disconnect();
    if (!pool.ended) await pool.end();
  };
  return handOver(client, send, { $disconnect: disconnect });
}

/** Runs `open` and hands it what {@link directTransaction} needs to find the connection of the transaction it opens. */
export function openingTransaction<T>(
  open: (transaction: OpenTransaction) => Promise<T>,
): Promise<T> {
  const transaction: OpenTransaction = { send: null };
  return opening.run(transaction, () => open(transaction));
}

/** A transaction of Prisma's whose statements in SQL go over its own connection, without its engine. */
export function directTransaction(tx: Tx, { send }: OpenTransaction): Tx {
  if (send === null) throw new Error("a transaction was opened on no connection of the pool");
  return handOver(tx, send);
}

function handOver<Client extends object>(
  client: Client,
  send: Send,
  own: Readonly<Record<PropertyKey, unknown>> = {},
): Client {
  const direct: Readonly<Record<PropertyKey, unknown>> = {
    ...own,
    $queryRaw: async (query: Query, ...values: unknown[]) =>
      (await send(toSql(query, values))).rows,
    $executeRaw: async (query: Query, ...values: unknown[]) =>
      (await send(toSql(query, values))).rowCount ?? 0,
  };
  return new Proxy(client, {
    get: (target, key) => direct[key] ?? Reflect.get(target, key),
  });
}

function toSql(query: Query, values: readonly unknown[]): Prisma.Sql {
  return "raw" in query ? Prisma.sql(query, ...values) : query;
}

function toConfig(query: Prisma.Sql, nameOf: NameOf): pg.QueryConfig {
  const { text, values } = query;
  return { name: nameOf({ sql: text }), text, values, types: { getTypeParser } };
}

const { builtins } = pg.types;
/** Arrays of texts and of eight-byte integers, which the driver's list of names lacks. */
const textArray = 1009 as number;
const int8Array = 1016;
const parseTexts: (text: string) => string[] = pg.types.getTypeParser(textArray);
/** What Prisma gives for these; all else is the driver's. */
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [int8Array, (text) => parseTexts(text).map(BigInt)],
  [builtins.NUMERIC, (text) => new Prisma.Decimal(text)],
]);

function getTypeParser(type: number): (text: string) => unknown {
  return parsers.get(type) ?? pg.types.getTypeParser(type);
}
