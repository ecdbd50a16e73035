import { PrismaPg } from "@prisma/adapter-pg";
import { isAppError } from "#server/lib/app-error.ts";
import { directly, toConfig } from "#server/platform/direct-sql.ts";
import { Prisma, PrismaClient } from "#server/platform/generated/prisma/client.ts";
import { SharedPool, transact } from "#server/platform/own-transaction.ts";

export { Prisma };

/**
 * A connection pool to the truth. Owned by the composition root. Without Prisma's transactions of a list: statements in
 * SQL go past it, and would not be part of one.
 */
export type Database = Omit<PrismaClient, "$transaction"> & {
  $transaction<T>(work: (tx: Tx) => Promise<T>, limits?: { readonly timeout?: number }): Promise<T>;
};
/** What repositories take: the pool, or a transaction of it. */
export type Db = Database | Tx;
/** An open transaction: for writes that must stand or fall with others. */
export type Tx = Omit<Prisma.TransactionClient, "$transaction">;

const transactionTimeoutMs = 15_000;
/** A process frozen within a transaction holds its locks; after this long Postgres takes them away. */
const idleInTransactionMs = 5_000;
const maxAttempts = 4;

/**
 * Opens the pool. Connections are made on first use, so this does not fail when Postgres is away.
 *
 * @param max connections at most; each process needs few because transactions are short
 */
export function openDatabase(url: string, max = 10): Database {
  const pool = new SharedPool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    application_name: "chiffon",
    // Prisma writes and reads instants without their zone and takes the session for UTC.
    options: "-c TimeZone=UTC",
  });
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    statementNameGenerator: pool.nameOf,
  });
  return withOwnSql(new PrismaClient({ adapter }), pool);
}

/** Prisma's client whose statements in SQL and transactions go to the driver. */
function withOwnSql(client: PrismaClient, pool: SharedPool): Database {
  const own: Readonly<Record<PropertyKey, unknown>> = {
    ...directly((query) => pool.query(toConfig(query, pool.nameOf))),
    $transaction: ((work, { timeout = transactionTimeoutMs } = {}) =>
      transact(client, pool, work, timeout)) satisfies Database["$transaction"],
    // Prisma ends the pool only where it has used it itself.
    $disconnect: async () => {
      await client.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
  return new Proxy(client, { get: (target, key) => own[key] ?? Reflect.get(target, key) });
}

/**
 * Runs `work` in one READ COMMITTED transaction. No I/O but the database inside. Retries when Postgres reports a write
 * conflict or deadlock: `work` may then run again from the start. What it records, enqueues and announces is written
 * last, in one statement.
 */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction(work);
    } catch (error) {
      if (isAppError(error) || attempt >= maxAttempts || !isRetryable(error)) throw error;
    }
  }
}

/** Prisma's P2034: write conflict or deadlock; the driver reports these by Postgres' own codes 40001 and 40P01. */
function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === "P2034" || code === "40001" || code === "40P01";
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Resolves when the database answers. @throws what it says when it refuses */
export async function pingDatabase(db: Db): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}

/** True when `error` says that a unique rule was broken: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  return code === "P2002" || code === "23505";
}

/** True when a lock was not to be had within the time that the statement would wait for it. */
export function isLockRefused(error: unknown): boolean {
  return codeOf(error) === "55P03";
}

/** True when a statement was ended because it took longer than its transaction allows. */
export function isOutOfTime(error: unknown): boolean {
  return codeOf(error) === "57014";
}

/** True when the database did not answer, as opposed to refusing what was asked. */
export function isDatabaseDown(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (unanswered.has(codeOf(error) ?? "")) return true;
  const text = error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : "";
  return /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|terminat|closed the connection|timeout exceeded when trying to connect|Unable to start a transaction|shutting down|starting up|Can't reach database/i.test(
    text,
  );
}

/**
 * Prisma's codes for: not reached, not reached in time, no answer in time, connection closed, no free connection; the
 * driver's for a refused connection, which has no text where a name has several addresses.
 */
const unanswered: ReadonlySet<string> = new Set([
  ...["P1001", "P1002", "P1008", "P1017", "P2024"],
  "ECONNREFUSED",
]);

/** A JSON column's value. The caller has it from a zod schema, so it is plain JSON. */
export function asJson(value: unknown): Prisma.InputJsonValue {
  // Prisma's type excludes null and undefined members that its own serialiser accepts.
  return value as Prisma.InputJsonValue;
}
